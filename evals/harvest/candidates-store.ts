import type { Sql } from '../../src/db/client.ts'

export type Reviewed = {
  id: string
  words: string
  suggested: string | null
  confirmed: string
  changed: boolean
}
export type Voted = {
  id: string
  question: string
  answer: string
  outcome: string | null
  reasons: string[]
  comment: string
}
export type HandedOver = { id: string; reason: string; words: string[]; outcome: string | null }

/** What staff accepted or corrected; an erased ticket has no words left. */
export async function listReviewed(sql: Sql, since: Date): Promise<Reviewed[]> {
  return sql<Reviewed[]>`
    select t.id, t.resident_words as words, r.suggested #>> '{}' as suggested,
      r.confirmed #>> '{}' as confirmed, r.changed
    from ticket_reviews r join tickets t on t.id = r.ticket_id
    where r.field = 'category_code' and r.confirmed is not null and r.at >= ${since}
      and t.erased_at is null and t.resident_words <> ''
    order by r.at, t.id`
}

/** Answers that a resident marked as no help, with the question they were given to. */
export async function listThumbsDown(sql: Sql, since: Date): Promise<Voted[]> {
  return sql<Voted[]>`
    select f.message_id as id, t.text as question, m.text as answer, t.outcome, f.reasons, f.comment
    from feedback f
    join messages m on m.id = f.message_id
    join turns t on t.id = m.turn_id
    join conversations c on c.id = m.conversation_id
    where f.vote = 'down' and f.created_at >= ${since} and c.erased_at is null
    order by f.created_at, f.message_id`
}

const LAST_WORDS = 3

/** Conversations that went to a person, with the resident's last words before that. */
export async function listHandedOver(sql: Sql, since: Date): Promise<HandedOver[]> {
  return sql<HandedOver[]>`
    select h.id, h.reason, said.words, said.outcome
    from handoffs h
    join conversations c on c.id = h.conversation_id
    join lateral (
      select jsonb_agg(last.text order by last.started_at) as words,
        (jsonb_agg(last.outcome order by last.started_at desc)) ->> 0 as outcome
      from (
        select t.text, t.outcome, t.started_at from turns t
        where t.conversation_id = h.conversation_id and t.started_at <= h.requested_at
        order by t.started_at desc limit ${LAST_WORDS}
      ) last
    ) said on said.words is not null
    where h.requested_at >= ${since} and c.erased_at is null
    order by h.requested_at, h.id`
}
