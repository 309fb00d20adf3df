import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { serverDatabase } from '../testing/database.ts'
import { fixedClock, testPorts } from '../testing/ports.ts'
import { fileTicket } from '../testing/tickets.ts'

const CHILD = fileURLToPath(new URL('../testing/sweep-child.ts', import.meta.url))

type Swept = { marks: number; escalated: number }

async function sweepInProcess(url: string, at: string, killAfterMs = 0): Promise<Swept> {
  const child = spawn(process.execPath, [CHILD, url, at])
  let out = ''
  child.stdout.on('data', (data: Buffer) => (out += data.toString()))
  if (killAfterMs > 0) setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  await new Promise((settle) => child.on('close', settle))
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
