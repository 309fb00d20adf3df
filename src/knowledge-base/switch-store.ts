import type { Sql } from '../db/client.ts'

export type TopicSwitch = {
  id: string
  scope: 'all' | 'topic'
  name: string
  words: string[]
  reason: string
  setByName: string
  setAt: Date
  liftedByName: string | null
  liftedAt: Date | null
}

function columns(sql: Sql) {
  return sql`id, scope, name, words, reason, set_by_name as "setByName", set_at as "setAt",
    lifted_by_name as "liftedByName", lifted_at as "liftedAt"`
}

export async function readActiveSwitches(sql: Sql): Promise<TopicSwitch[]> {
  return sql<
    TopicSwitch[]
  >`select ${columns(sql)} from topic_switches where lifted_at is null order by set_at`
}

export async function readSwitches(sql: Sql): Promise<TopicSwitch[]> {
  return sql<TopicSwitch[]>`select ${columns(sql)} from topic_switches
    order by lifted_at is not null, set_at desc limit 100`
}

export async function insertSwitch(
  sql: Sql,
  row: Omit<TopicSwitch, 'liftedByName' | 'liftedAt'> & { setBy: string },
): Promise<void> {
  await sql`insert into topic_switches (id, scope, name, words, reason, set_by, set_by_name, set_at)
    values (${row.id}, ${row.scope}, ${row.name}, ${sql.json(row.words)}, ${row.reason}, ${row.setBy},
      ${row.setByName}, ${row.setAt})`
}

export async function liftSwitch(
  sql: Sql,
  row: { id: string; by: string; byName: string; at: Date },
): Promise<boolean> {
  const rows =
    await sql`update topic_switches set lifted_by = ${row.by}, lifted_by_name = ${row.byName},
      lifted_at = ${row.at}
    where id = ${row.id} and lifted_at is null returning id`
  return rows.length === 1
}
