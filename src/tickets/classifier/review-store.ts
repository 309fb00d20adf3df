import type { Sql } from '../../db/client.ts'

/** What staff accepted or corrected, with the words it was decided on. Erased tickets have no words left. */
export async function selectReviewedTexts(sql: Sql): Promise<{ text: string; label: string }[]> {
  return sql<{ text: string; label: string }[]>`
    select t.resident_words as text, r.confirmed #>> '{}' as label
    from ticket_reviews r join tickets t on t.id = r.ticket_id
    where r.field = 'category_code' and t.erased_at is null and t.resident_words <> '' and r.confirmed is not null
    order by r.ticket_id`
}
