import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ingestPath } from '../ingestion/index.ts'
import type { TestDatabase } from './database.ts'
import type { TestPorts } from './ports.ts'
import { fileTicket, takeInHand } from './tickets.ts'

const LAW = `# 示例办法

第一条　示例楼栋的垃圾每日清运两次。

第二条　示例驿站向新就业群体开放。
`

/** A law and two tickets, one of them under way. */
export async function fill(ports: TestPorts, folder: string): Promise<void> {
  const path = join(folder, 'law.md')
  writeFileSync(path, LAW)
  await ingestPath(ports, { path, defaults: { jurisdiction: '全国' } })
  const first = await fileTicket(ports)
  await takeInHand(ports, first.no)
  await fileTicket(ports)
}

/** Every table, as text: what a backup must bring back. */
export async function dump(database: TestDatabase): Promise<Record<string, string[]>> {
  const tables = await database.sql<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`
  const all: Record<string, string[]> = {}
  for (const { name } of tables) {
    if (name === 'schema_migrations') continue
    const rows = await database.sql<{ line: string }[]>`
      select t::text as line from ${database.sql(name)} t order by 1`
    all[name] = rows.map(({ line }) => line)
  }
  return all
}
