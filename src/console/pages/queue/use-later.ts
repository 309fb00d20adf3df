import { useCallback, useEffect, useRef, useState } from 'react'

const GRACE_MS = 5_000

export type Later = {
  /** What is about to happen; null when nothing waits. */
  waiting: { label: string; nos: ReadonlySet<string> } | null
  start: (job: { label: string; nos: readonly string[]; run: (leaving: boolean) => void }) => void
  undo: () => void
}

/**
 * Moves of many tickets wait a moment, so that they can be taken back: the lifecycle itself knows no way back from an
 * acceptance or a merge. Leaving the page, or starting the next one, sends what waits.
 */
export function useLater(): Later {
  const [waiting, setWaiting] = useState<Later['waiting']>(null)
  const job = useRef<{ run: (leaving: boolean) => void; timer: number } | null>(null)
  const flush = useCallback((leaving: boolean) => {
    const current = job.current
    if (current === null) return
    clearTimeout(current.timer)
    job.current = null
    setWaiting(null)
    current.run(leaving)
  }, [])
  useEffect(() => {
    const leave = (): void => flush(true)
    addEventListener('pagehide', leave)
    return () => {
      removeEventListener('pagehide', leave)
      flush(true)
    }
  }, [flush])
  const start: Later['start'] = useCallback(
    ({ label, nos, run }) => {
      flush(false)
      const timer = window.setTimeout(() => flush(false), GRACE_MS)
      job.current = { run, timer }
      setWaiting({ label, nos: new Set(nos) })
    },
    [flush],
  )
  const undo = useCallback(() => {
    if (job.current !== null) clearTimeout(job.current.timer)
    job.current = null
    setWaiting(null)
  }, [])
  return { waiting, start, undo }
}
