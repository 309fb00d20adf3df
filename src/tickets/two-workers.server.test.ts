import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { connectServer } from '../db/client.ts'
import { serverDatabase } from '../testing/database.ts'
import { fixedClock, testPorts } from '../testing/ports.ts'
import { fileTicket } from '../testing/tickets.ts'
import { sweepTicketClocks } from './index.ts'

const CHILD = fileURLToPath(new URL('../testing/sweep-child.ts', import.meta.url))

type Swept = { marks: number; escalated: number }

async function sweepInProcess(url: string, at: string, killAfterMs = 0): Promise<Swept> {
  const child = spawn(process.execPath, [CHILD, url, at])
  let out = ''
  child.stdout.on('data', (data: Buffer) => (out += data.toString()))
  if (killAfterMs > 0) setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  const code = await new Promise<number | null>((settle) => child.on('close', settle))
  // Whoever meets another worker at a ticket waits or passes on, and does not fail.
  if (killAfterMs === 0) expect(code).toBe(0)
  return out === '' ? { marks: 0, escalated: 0 } : (JSON.parse(out) as Swept)
}

it('R-SLA-3: two workers and a killed one mark and escalate every ticket exactly once', async () => {
  const database = await serverDatabase()
  try {
    const ports = await testPorts(database.sql, { clock: fixedClock() })
    const tickets = 120
    for (let at = 0; at < tickets; at += 1) await fileTicket(ports)
    const due = '2026-11-23T15:00:00+08:00'
    const url = database.url ?? ''
    const [first] = await database.sql<{ at: Date }[]>`
      select created_at + 0.9 * (min(accept_due_at) - created_at) as at from tickets group by created_at`
    // The reminder has come, the end has not.
    expect((await sweepInProcess(url, first?.at.toISOString() ?? '')).marks).toBe(tickets)
    await sweepInProcess(url, due, 250)
    await Promise.all([sweepInProcess(url, due), sweepInProcess(url, due)])
    await sweepInProcess(url, due)
    const [marks] = await database.sql<{ n: number }[]>`select count(*)::int as n from ticket_marks`
    // The reminder and the end of the accept clock, for each ticket.
    expect(marks?.n).toBe(tickets * 2)
    const [alerts] = await database.sql<
      { n: number }[]
    >`select count(*)::int as n from ticket_alerts`
    expect(alerts?.n).toBe(tickets * 2)
    const levels = await database.sql<{ level: string; n: number }[]>`
      select level, count(*)::int as n from tickets group by level`
    expect(levels).toMatchObject([{ level: 'district', n: tickets }])
    const [twice] = await database.sql<{ n: number }[]>`select count(*)::int as n from (
      select ticket_id from ticket_history where action = 'escalate' group by ticket_id having count(*) <> 1) x`
    expect(twice?.n).toBe(0)
  } finally {
    await database.close()
  }
})

it('R-SLA-3: a ticket somebody works at is passed over, and marked once it is free', async () => {
  const database = await serverDatabase()
  const other = connectServer(database.url ?? '', 2)
  try {
    const clock = fixedClock()
    await fileTicket(await testPorts(database.sql, { clock }))
    clock.set('2026-11-23T15:00:00+08:00')
    const worker = await testPorts(other, { clock })
    let passed: Promise<Swept> | undefined
    await database.sql.begin(async (tx) => {
      await tx`select 1 from tickets for update`
      passed = sweepTicketClocks(worker)
      // Long enough to have passed it over.
      await new Promise((settle) => setTimeout(settle, 500))
    })
    expect(await passed).toMatchObject({ marks: 0 })
    expect(await sweepTicketClocks(worker)).toMatchObject({ marks: 2, escalated: 1 })
  } finally {
    await other.end({ timeout: 5 })
    await database.close()
  }
})
