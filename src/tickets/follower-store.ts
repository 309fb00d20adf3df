import type { Sql } from '../db/client.ts'
import type { TicketStatus } from '../protocol/tickets.ts'

export type Untold = {
  ticketId: string
  conversationId: string
  locale: 'zh-CN' | 'en'
  /** Only told to whoever registered it. */
  ownTicketNo: string | null
  status: TicketStatus
}

export async function insertFollower(
  sql: Sql,
  row: { ticketId: string; conversationId: string; status: TicketStatus; at: Date },
): Promise<void> {
  await sql`insert into ticket_followers (ticket_id, conversation_id, told_status, followed_at)
    values (${row.ticketId}, ${row.conversationId}, ${row.status}, ${row.at})
    on conflict (ticket_id, conversation_id) do nothing`
}

/** Where the state is one of `news` and not the one told last. A merged ticket goes as its parent goes. */
export async function listUntold(
  sql: Sql,
  input: { news: readonly TicketStatus[]; limit: number },
): Promise<Untold[]> {
  return sql<Untold[]>`
    select f.ticket_id as "ticketId", f.conversation_id as "conversationId", c.locale,
      case when t.conversation_id = f.conversation_id then t.ticket_no end as "ownTicketNo",
      coalesce(p.status, t.status) as status
    from ticket_followers f
    join tickets t on t.id = f.ticket_id
    left join tickets p on p.id = t.parent_id and t.status = 'merged'
    join conversations c on c.id = f.conversation_id and c.erased_at is null and c.mode <> 'closed'
    where coalesce(p.status, t.status) <> f.told_status
      and coalesce(p.status, t.status) in ${sql([...input.news])}
    order by f.followed_at limit ${input.limit}`
}

/** False when another process told it first. */
export async function markTold(
  sql: Sql,
  row: { ticketId: string; conversationId: string; status: TicketStatus },
): Promise<boolean> {
  const rows = await sql`update ticket_followers set told_status = ${row.status}
    where ticket_id = ${row.ticketId} and conversation_id = ${row.conversationId}
      and told_status <> ${row.status} returning 1`
  return rows.length > 0
}

export async function countFollowers(sql: Sql, ticketId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count
    from ticket_followers f join tickets t on t.id = f.ticket_id
    where f.ticket_id = ${ticketId} and f.conversation_id is distinct from t.conversation_id`
  return row?.count ?? 0
}

export async function deleteFollowersOf(sql: Sql, conversationId: string): Promise<void> {
  await sql`delete from ticket_followers where conversation_id = ${conversationId}`
}
