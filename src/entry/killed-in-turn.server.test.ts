import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serverDatabase, type TestDatabase } from '../testing/database.ts'
import { doorTo, type Door } from '../testing/door.ts'
import { reportPersistently, type Kept } from '../testing/persistent-resident.ts'
import { startServer, stopServer, type Server } from '../testing/server-process.ts'
import { verifyHistory } from '../tickets/index.ts'

const CLIENTS = 4
const pause = (ms: number) => new Promise((settle) => setTimeout(settle, ms))

/** Residents that go on whatever happens, until they are told to stop. */
function loadOn(bases: () => string, kept: Kept): () => Promise<void> {
  let going = true
  let next = 0
  const client = async (): Promise<void> => {
    while (going) await reportPersistently(bases, (next += 1), kept)
  }
  const clients = Promise.all(Array.from({ length: CLIENTS }, client))
  return async () => {
    going = false
    await clients
  }
}

describe('under load', () => {
  let database: TestDatabase
  let door: Door
  const folder = mkdtempSync(join(tmpdir(), 'gw-killed-'))
  const servers: Server[] = []
  const start = async (): Promise<Server> =>
    startServer({
      DATABASE_URL: door.url,
      TURN_DEADLINE_MS: '20000',
      SECRET_KEY: 'killed-in-turn-'.repeat(3),
      DATA_DIR: folder,
      LOG_LEVEL: 'error',
    })
  beforeAll(async () => {
    database = await serverDatabase()
    door = await doorTo(database.url ?? '')
    // One after the other: the first brings the knowledge in.
    servers.push(await start())
    servers.push(await start())
  })
  afterAll(async () => {
    await Promise.all(servers.map((server) => stopServer(server, 'SIGKILL')))
    door.close()
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  })
  let turn = 0
  const bases = (): string => {
    turn += 1
    return servers[turn % servers.length]?.base ?? ''
  }

  /** What was confirmed to somebody is there, once, and every chain holds. */
  async function expectKept(kept: Kept): Promise<void> {
    const tickets = await database.sql<{ no: string; key: string }[]>`
      select ticket_no as no, client_key as key from tickets`
    const byKey = new Map(tickets.map(({ no, key }) => [key, no]))
    for (const { clientKey, ticketNo } of kept.confirmed) {
      expect(byKey.get(clientKey)).toBe(ticketNo)
    }
    expect(byKey.size).toBe(tickets.length)
    expect(kept.attempted).toEqual(expect.arrayContaining([...byKey.keys()]))
    const messages = await database.sql<{ id: string }[]>`
      select id from messages where role = 'assistant'`
    const ids = new Set(messages.map(({ id }) => id))
    expect(kept.answered.filter(({ messageId }) => !ids.has(messageId))).toEqual([])
    expect((await verifyHistory(database)).broken).toBeNull()
  }

  it(
    'R-OPS: two processes killed in turn: nothing confirmed is lost, no ticket is there twice',
    { timeout: 240_000 },
    async () => {
      const kept: Kept = { confirmed: [], answered: [], attempted: [] }
      const stopLoad = loadOn(bases, kept)
      for (const at of [0, 1]) {
        await pause(3_000)
        const [gone] = servers.splice(at, 1)
        if (gone === undefined) throw new Error('no server to kill')
        await stopServer(gone, 'SIGKILL')
        const before = kept.confirmed.length
        // The other one carries on alone.
        await expect
          .poll(() => kept.confirmed.length, { timeout: 60_000 })
          .toBeGreaterThan(before + CLIENTS)
        servers.splice(at, 0, await start())
      }
      await pause(2_000)
      await stopLoad()
      expect(kept.confirmed.length).toBeGreaterThan(CLIENTS * 3)
      await expectKept(kept)
    },
  )

  it(
    'R-OPS: the database restarts: the processes stay, danger is answered meanwhile, nothing confirmed is lost',
    { timeout: 240_000 },
    async () => {
      const kept: Kept = { confirmed: [], answered: [], attempted: [] }
      const earlier = await database.sql<{ key: string }[]>`select client_key as key from tickets`
      kept.attempted.push(...earlier.map(({ key }) => key))
      const stopLoad = loadOn(bases, kept)
      await expect.poll(() => kept.confirmed.length, { timeout: 60_000 }).toBeGreaterThan(CLIENTS)
      const base = servers[0]?.base ?? ''
      const created = await fetch(`${base}/api/conversations`, { method: 'POST' })
      const session = (await created.json()) as { id: string; token: string }
      door.shut()
      try {
        expect((await fetch(`${base}/healthz`)).status).toBe(200)
        expect((await fetch(`${base}/readyz`)).status).toBe(503)
        const danger = await fetch(`${base}/api/conversations/${session.id}/turns`, {
          method: 'POST',
          headers: {
            'Content-Type': 'application/json',
            Authorization: `Bearer ${session.token}`,
          },
          body: JSON.stringify({ client_turn_id: crypto.randomUUID(), text: '厨房着火了，全是烟' }),
          signal: AbortSignal.timeout(30_000),
        })
        expect(await danger.text()).toContain('event: emergency')
      } finally {
        await pause(2_000)
        await door.open()
      }
      const before = kept.confirmed.length
      await expect
        .poll(() => kept.confirmed.length, { timeout: 60_000 })
        .toBeGreaterThan(before + CLIENTS)
      await stopLoad()
      expect(servers.every(({ child }) => child.exitCode === null)).toBe(true)
      await expectKept(kept)
    },
  )
})
