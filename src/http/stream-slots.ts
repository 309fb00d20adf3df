import type { RunningTurns } from '../ports.ts'
import { LimitError } from '../shared/errors.ts'
import type { HttpContext } from './env.ts'

/** Tabs and devices of one resident at once. A turn's own stream is never counted: it may carry an emergency. */
const MAX_STREAMS = 12
const RETRY_SECONDS = 5

/** Open streams of this process by conversation; the process's own table of turns is what tells processes apart. */
const open = new WeakMap<RunningTurns, Map<string, number>>()

/** Takes a place for one live stream, and gives the function that frees it. Throws LimitError when all are taken. */
export function takeStreamSlot(c: HttpContext, subject: string): () => void {
  const { turns } = c.env.ports
  const counts = open.get(turns) ?? new Map<string, number>()
  open.set(turns, counts)
  const before = counts.get(subject) ?? 0
  if (before >= MAX_STREAMS) throw new LimitError(`${before} streams`, RETRY_SECONDS)
  counts.set(subject, before + 1)
  let held = true
  return () => {
    if (!held) return
    held = false
    const left = (counts.get(subject) ?? 1) - 1
    if (left > 0) counts.set(subject, left)
    else counts.delete(subject)
  }
}
