import { parseConfig, type Config } from '../config.ts'
import type { Database } from '../db/client.ts'
import { postOutside } from '../entry/post-outside.ts'
import type { Ports } from '../ports.ts'
import type { Clock } from '../shared/clock.ts'
import { jsonLogger } from '../shared/logger.ts'
import { createVault } from '../shared/vault.ts'
import { createWakeup } from '../shared/wakeup.ts'

export type FixedClock = Clock & { set(at: string): void; advance(ms: number): void }

/** Starts on a working Monday morning in Wuhan and moves only when told to. */
export function fixedClock(start = '2026-11-23T09:00:00+08:00'): FixedClock {
  let now = new Date(start).getTime()
  return {
    now: () => new Date(now),
    set(at) {
      now = new Date(at).getTime()
    },
    advance(ms) {
      now += ms
    },
  }
}

export type TestPorts = Ports & { settled(): Promise<void>; lines: string[] }

/** The ports of a test: real database, real vault, fixed clock, log lines kept. */
export async function testPorts(
  sql: Database,
  options: { settings?: Record<string, string>; clock?: Clock; ports?: Partial<Ports> } = {},
): Promise<TestPorts> {
  const config: Config = parseConfig({ SECRET_KEY: 'test-secret-'.repeat(4), ...options.settings })
  const lines: string[] = []
  const running = new Set<Promise<void>>()
  return {
    runtime: 'node',
    config,
    sql,
    clock: options.clock ?? fixedClock(),
    logger: jsonLogger((line) => lines.push(line), 'debug'),
    vault: await createVault([config.SECRET_KEY ?? '']),
    wakeup: createWakeup(),
    turns: { aborts: new Map(), logs: new Map(), followers: new Map() },
    chatModel: undefined,
    embeddingModel: undefined,
    rerankModel: undefined,
    postOutside,
    defer(_name, work) {
      const promise = work().finally(() => running.delete(promise))
      running.add(promise)
    },
    close: () => Promise.resolve(),
    lines,
    async settled() {
      while (running.size > 0) await Promise.allSettled(running)
    },
    ...options.ports,
  }
}
