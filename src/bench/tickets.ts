import { parseArgs } from 'node:util'
import postgres from 'postgres'
import { connectServer, type Database } from '../db/client.ts'
import { migrate } from '../db/migrate.ts'
import { fixedClock, testPorts } from '../testing/ports.ts'
import { contextOf, fileTicket, staffActor } from '../testing/tickets.ts'
import { listTickets, ListTicketsInput } from '../tickets/index.ts'

/** `npm run bench -- tickets [--tickets 1000000]`: queue and creation on a server named by TEST_DATABASE_URL. */
const { values } = parseArgs({
  options: {
    tickets: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '60' },
  },
  allowPositionals: true,
})

const percentile = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? 0

/** Copies one real ticket: three in a hundred are open, over 13 districts of 100 communities. */
async function fill(sql: Database, count: number): Promise<void> {
  const columns = await sql<{ name: string }[]>`
    select column_name as name from information_schema.columns where table_name = 'tickets'
      and column_name not in ('id', 'ticket_no', 'client_key', 'division_code', 'status', 'closed_at', 'created_at', 'urgency', 'resolve_due_at', 'next_mark_at')`
  const list = columns.map(({ name }) => name).join(', ')
  await sql.unsafe(`insert into tickets (id, ticket_no, division_code, status, closed_at, created_at, urgency,
      resolve_due_at, ${list})
    select 'tkt_bench_' || n, 'BN-' || n, '4201' || lpad((n % 13 + 2)::text, 2, '0') || lpad((n % 100)::text, 3, '0') || '001',
      case when n % 100 < 3 then 'processing' else 'closed' end,
      case when n % 100 < 3 then null else now() end, now() - n * interval '20 seconds',
      case when n % 50 = 0 then 'urgent' else 'normal' end, now() - n * interval '20 seconds' + interval '9 days', ${list}
    from tickets, generate_series(1, ${count}) n where ticket_no not like 'BN-%' limit ${count}`)
  await sql`vacuum analyze tickets`
}

async function timeQueue(
  work: () => Promise<unknown>,
): Promise<{ p50_ms: number; p95_ms: number }> {
  const times: number[] = []
  for (let at = -5; at < Number(values.runs); at += 1) {
    const started = performance.now()
    await work()
    if (at >= 0) times.push(performance.now() - started)
  }
  const round = (ms: number): number => Math.round(ms * 10) / 10
  return { p50_ms: round(percentile(times, 0.5)), p95_ms: round(percentile(times, 0.95)) }
}

async function main(): Promise<void> {
  const base = process.env['TEST_DATABASE_URL']
  if (base === undefined || base === '') throw new Error('TEST_DATABASE_URL is needed')
  const admin = postgres(base, { max: 1, onnotice: () => undefined })
  const name = `gw_bench_${process.pid}`
  await admin.unsafe(`create database ${name}`)
  const url = new URL(base)
  url.pathname = `/${name}`
  const sql = connectServer(url.href, 4)
  try {
    await migrate(sql)
    const ports = await testPorts(sql, { clock: fixedClock() })
    await fileTicket(ports)
    await fill(sql, Number(values.tickets))
    const queue = async (area: string, query: object) =>
      timeQueue(() =>
        listTickets(contextOf(ports, staffActor('city', area)), ListTicketsInput.parse(query)),
      )
    const city = await queue('4201', {})
    const community = await queue('420106004001', {})
    const overdue = await queue('420106', { overdue: 'true' })
    const started = performance.now()
    const filed = 200
    for (let at = 0; at < filed; at += 1) await fileTicket(ports)
    const perSecond = Math.round(filed / ((performance.now() - started) / 1000))
    process.stdout.write(
      `${JSON.stringify({ bench: 'tickets', tickets: Number(values.tickets), city, community, overdue, filed_per_second: perSecond })}\n`,
    )
  } finally {
    await sql.end()
    await admin.unsafe(`drop database if exists ${name} with (force)`)
    await admin.end()
  }
}

await main()
