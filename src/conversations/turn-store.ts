import type { Sql } from '../db/client.ts'
import type { Outcome } from '../protocol/outcomes.ts'
import type { TurnEvent } from '../protocol/turn-events.ts'

export type TurnStatus = 'running' | 'completed' | 'failed' | 'superseded'

export type TurnRow = {
  id: string
  conversationId: string
  clientTurnId: string
  status: TurnStatus
  outcome: Outcome | null
  text: string
  residentMessageId: string
  supersededBy: string | null
  firstSentenceAt: Date | null
  startedAt: Date
  deadlineAt: Date
}

/** What one step did: shown in the trace and counted in metrics. Masked text only. */
export type StepRecord = {
  step: string
  durationMs: number
  promptId?: string
  promptVersion?: number
  model?: string
  inputTokens?: number
  outputTokens?: number
  details?: Readonly<Record<string, unknown>>
}

export type PassageRecord = {
  passageId: string
  rank: number
  used: boolean
  scores: Readonly<Record<string, number>>
}

function turnColumns(sql: Sql) {
  return sql`id, conversation_id as "conversationId", client_turn_id as "clientTurnId", status, outcome, text,
    resident_message_id as "residentMessageId", superseded_by as "supersededBy",
    first_sentence_at as "firstSentenceAt", started_at as "startedAt", deadline_at as "deadlineAt"`
}

export async function findTurnByClientId(
  sql: Sql,
  conversationId: string,
  clientTurnId: string,
): Promise<TurnRow | undefined> {
  const [row] = await sql<TurnRow[]>`select ${turnColumns(sql)} from turns
    where conversation_id = ${conversationId} and client_turn_id = ${clientTurnId}`
  return row
}

export async function findTurn(sql: Sql, id: string): Promise<TurnRow | undefined> {
  const [row] = await sql<TurnRow[]>`select ${turnColumns(sql)} from turns where id = ${id}`
  return row
}

/** The newest first: more than one only while a message waits for the answer before it. */
export async function listRunningTurns(sql: Sql, conversationId: string): Promise<TurnRow[]> {
  return sql<TurnRow[]>`select ${turnColumns(sql)} from turns
    where conversation_id = ${conversationId} and status = 'running' order by started_at desc, id desc`
}

export async function insertTurn(
  sql: Sql,
  row: {
    id: string
    conversationId: string
    clientTurnId: string
    text: string
    residentMessageId: string
    startedAt: Date
    deadlineAt: Date
    requestId: string
  },
): Promise<void> {
  await sql`insert into turns (id, conversation_id, client_turn_id, status, text, resident_message_id,
      started_at, deadline_at, request_id)
    values (${row.id}, ${row.conversationId}, ${row.clientTurnId}, 'running', ${row.text}, ${row.residentMessageId}, ${row.startedAt}, ${row.deadlineAt}, ${row.requestId})`
}

/** False when the turn had already ended: whoever comes second must not write an end of its own. */
export async function finishTurn(
  sql: Sql,
  turn: {
    id: string
    status: Exclude<TurnStatus, 'running'>
    outcome: Outcome
    at: Date
    answerMessageId?: string
    steps?: readonly StepRecord[]
    passages?: readonly PassageRecord[]
  },
): Promise<boolean> {
  const rows =
    await sql`update turns set status = ${turn.status}, outcome = ${turn.outcome}, finished_at = ${turn.at},
      answer_message_id = ${turn.answerMessageId ?? null},
      steps = ${sql.json((turn.steps ?? []) as never)}, passages = ${sql.json((turn.passages ?? []) as never)}
    where id = ${turn.id} and status = 'running' returning id`
  return rows.length > 0
}

/** For a turn that was ended from outside: what it did until then can still be traced. */
export async function saveTrace(
  sql: Sql,
  trace: { turnId: string; steps: readonly StepRecord[]; passages: readonly PassageRecord[] },
): Promise<void> {
  await sql`update turns set steps = ${sql.json(trace.steps as never)},
      passages = ${sql.json(trace.passages as never)} where id = ${trace.turnId}`
}

export async function setAnswerMessage(sql: Sql, turnId: string, messageId: string): Promise<void> {
  await sql`update turns set answer_message_id = ${messageId} where id = ${turnId}`
}

export type NewTurnEvent = { turnId: string; seq: number; event: TurnEvent; at: Date }

/**
 * Appends events of any turns that still run and answers with those turns; one that was superseded, taken over or swept
 * meanwhile is missing, and then its events must not reach anyone. The row lock of `turns` makes this the send-time check.
 */
export async function appendTurnEvents(
  sql: Sql,
  events: readonly NewTurnEvent[],
): Promise<ReadonlySet<string>> {
  const given = events.map(({ turnId, seq, event, at }) => ({
    turn_id: turnId,
    seq,
    event,
    sentence_at: event.type === 'answer.sentence' ? at : null,
  }))
  const rows = await sql<{ id: string }[]>`
    with given as (
      select * from jsonb_to_recordset(${sql.json(given as never)})
        as g(turn_id text, seq integer, event jsonb, sentence_at timestamptz)
    ), live as (
      select id from turns where id in (select turn_id from given) and status = 'running'
      order by id for no key update
    ), marked as (
      update turns set first_sentence_at = said.at
      from (select turn_id, min(sentence_at) as at from given where sentence_at is not null group by turn_id) said
      where turns.id = said.turn_id and first_sentence_at is null and turns.id in (select id from live)
    ), written as (
      insert into turn_events (turn_id, seq, event)
      select turn_id, seq, event from given where turn_id in (select id from live)
    )
    select id from live`
  return new Set(rows.map(({ id }) => id))
}

/** Sequence number of terminal events: above any event a turn can emit, so that whoever ends it needs no counting. */
export const TERMINAL_SEQ = 1_000_000

export async function insertTerminalEvent(
  sql: Sql,
  turnId: string,
  event: TurnEvent,
): Promise<void> {
  await sql`insert into turn_events (turn_id, seq, event)
    values (${turnId}, ${TERMINAL_SEQ}, ${sql.json(event as never)})`
}

/** Ends a turn that has not said a sentence yet, so that a newer message can restart it with both texts. */
export async function supersedeTurn(
  sql: Sql,
  input: { id: string; by: string; at: Date },
): Promise<boolean> {
  const outcome: Outcome = 'superseded_by_restart'
  const rows = await sql`update turns set status = 'superseded', outcome = ${outcome},
      superseded_by = ${input.by}, finished_at = ${input.at}
    where id = ${input.id} and status = 'running' and first_sentence_at is null returning id`
  return rows.length > 0
}

export async function listTurnEvents(
  sql: Sql,
  turnId: string,
  afterSeq: number,
): Promise<{ seq: number; event: TurnEvent }[]> {
  return sql<{ seq: number; event: TurnEvent }[]>`select seq, event from turn_events
    where turn_id = ${turnId} and seq > ${afterSeq} order by seq`
}

export async function listExpiredTurns(sql: Sql, now: Date): Promise<TurnRow[]> {
  return sql<TurnRow[]>`select ${turnColumns(sql)} from turns
    where status = 'running' and deadline_at < ${now} order by started_at limit 100`
}

export type TurnTrace = {
  turn: TurnRow & { finishedAt: Date | null; requestId: string }
  steps: StepRecord[]
  passages: PassageRecord[]
  /** What was said; empty once the words are erased. */
  events: TurnEvent[]
}

/** Of the newest turn that had any: what was found and what was cited. */
export async function readLastCited(sql: Sql, conversationId: string): Promise<PassageRecord[]> {
  const [row] = await sql<{ passages: PassageRecord[] }[]>`select passages from turns
    where conversation_id = ${conversationId} and status = 'completed' and passages @> '[{"used": true}]'
    order by started_at desc, id desc limit 1`
  return row?.passages ?? []
}

export async function findTurnTrace(sql: Sql, turnId: string): Promise<TurnTrace | undefined> {
  const [row] = await sql<
    (TurnRow & {
      finishedAt: Date | null
      requestId: string
      steps: StepRecord[]
      passages: PassageRecord[]
      events: TurnEvent[]
    })[]
  >`select ${turnColumns(sql)}, finished_at as "finishedAt", request_id as "requestId", steps, passages,
      coalesce((select events from messages where messages.id = turns.answer_message_id), '[]') as events
    from turns where id = ${turnId}`
  if (row === undefined) return undefined
  const { steps, passages, events, ...turn } = row
  return { turn, steps, passages, events }
}
