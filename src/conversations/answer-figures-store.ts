import type { Sql } from '../db/client.ts'
import type { Outcome } from '../protocol/outcomes.ts'

type Period = { from: Date; to: Date }

export async function countOutcomes(
  sql: Sql,
  { from, to }: Period,
): Promise<{ outcome: string; day: string; count: number }[]> {
  return sql<{ outcome: string; day: string; count: number }[]>`
    select outcome, to_char(started_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day, count(*)::int as count
    from turns where started_at >= ${from} and started_at < ${to} and outcome is not null
    group by 1, 2 order by 2, 1`
}

export async function countVotes(
  sql: Sql,
  { from, to }: Period,
): Promise<{ up: number; down: number }> {
  const [row] = await sql<{ up: number; down: number }[]>`
    select count(*) filter (where vote = 'up')::int as up, count(*) filter (where vote = 'down')::int as down
    from feedback where created_at >= ${from} and created_at < ${to}`
  return row ?? { up: 0, down: 0 }
}

/** Half of those who asked for a person waited no longer than this. */
export async function medianWait(
  sql: Sql,
  { from, to }: Period,
): Promise<{ requested: number; taken: number; medianSeconds: number | null }> {
  const [row] = await sql<
    { requested: number; taken: number; medianSeconds: number | null }[]
  >`select count(*)::int as requested, count(taken_at)::int as taken,
      percentile_cont(0.5) within group (order by extract(epoch from taken_at - requested_at))::float8
        as "medianSeconds"
    from handoffs where requested_at >= ${from} and requested_at < ${to}`
  return row ?? { requested: 0, taken: 0, medianSeconds: null }
}

/** The assistant's message `m` opens at least one passage. */
function opensPassage(sql: Sql) {
  return sql`jsonb_path_exists(m.events, '$[*] ? (@.type == "answer.citations" && @.citations.size() > 0)')`
}

/** Answers, and those of them that open at least one passage (引用率 of R-KPI; it has to be all of them). */
export async function countCited(
  sql: Sql,
  { from, to }: Period,
): Promise<{ answers: number; cited: number }> {
  const [row] = await sql<{ answers: number; cited: number }[]>`
    select count(*)::int as answers,
      count(*) filter (where ${opensPassage(sql)})::int as cited
    from turns t join messages m on m.turn_id = t.id and m.role = 'assistant'
    where t.started_at >= ${from} and t.started_at < ${to} and t.outcome in ('answered', 'answered_partial')`
  return row ?? { answers: 0, cited: 0 }
}

/**
 * Conversations by the first question of the period (首次解决率 of R-KPI): settled when it was answered and within 72 hours nothing was
 * left unanswered, nobody was asked for, no ticket was begun and no thumb went down.
 */
export async function countSettled(
  sql: Sql,
  { from, to }: Period,
): Promise<{ asked: number; settled: number }> {
  const [row] = await sql<{ asked: number; settled: number }[]>`
    with first as (
      select distinct on (conversation_id) id, conversation_id, outcome, started_at from turns
      where started_at >= ${from} and started_at < ${to}
        and (outcome in ('answered', 'answered_partial') or outcome like 'unanswerable%')
      order by conversation_id, started_at, id
    )
    select count(*)::int as asked, count(*) filter (
      where first.outcome in ('answered', 'answered_partial')
        and not exists (
          select 1 from turns later where later.conversation_id = first.conversation_id
            and later.id <> first.id and later.started_at >= first.started_at and later.started_at <= first.started_at + interval '72 hours'
            and (later.outcome like 'unanswerable%' or later.outcome like 'handoff%' or later.outcome like 'ticket%'))
        and not exists (
          select 1 from feedback f join messages m on m.id = f.message_id
          where m.conversation_id = first.conversation_id and f.vote = 'down'
            and f.created_at <= first.started_at + interval '72 hours')
    )::int as settled from first`
  return row ?? { asked: 0, settled: 0 }
}

export type ListedTurn = { id: string; outcome: Outcome; text: string; startedAt: Date }

/** Which turns: by how they ended, answers that open a passage, or those a resident voted on. */
export type TurnChoice =
  | { outcomes: readonly Outcome[] }
  | { cited: true }
  | { vote: 'up' | 'down' }

/** The same conditions the figures count by; a vote counts on the day it was given. */
function chosen(sql: Sql, { from, to, choice }: Period & { choice: TurnChoice }) {
  const started = sql`t.started_at >= ${from} and t.started_at < ${to}`
  if ('outcomes' in choice) return sql`${started} and t.outcome in ${sql(choice.outcomes)}`
  const answer = sql`select from messages m where m.turn_id = t.id and m.role = 'assistant'`
  if ('cited' in choice)
    return sql`${started} and t.outcome in ('answered', 'answered_partial')
      and exists (${answer} and ${opensPassage(sql)})`
  return sql`exists (select from messages m join feedback f on f.message_id = m.id
    where m.turn_id = t.id and f.vote = ${choice.vote}
      and f.created_at >= ${from} and f.created_at < ${to})`
}

/** Newest first; of conversations of these areas, or of no place yet. Texts are stored masked. */
export async function listTurnsOf(
  sql: Sql,
  input: Period & {
    choice: TurnChoice
    areaPrefixes: readonly string[]
    limit: number
  },
): Promise<ListedTurn[]> {
  const areas = input.areaPrefixes.map((prefix) => sql`c.division_code like ${`${prefix}%`}`)
  const inArea = areas.reduce(
    (left, right) => sql`${left} or ${right}`,
    sql`c.division_code is null`,
  )
  return sql<ListedTurn[]>`
    select t.id, t.outcome, t.text, t.started_at as "startedAt"
    from turns t join conversations c on c.id = t.conversation_id
    where ${chosen(sql, input)} and c.erased_at is null and (${inArea})
    order by t.started_at desc, t.id limit ${input.limit}`
}
