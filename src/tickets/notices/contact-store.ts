import type { Sql } from '../../db/client.ts'
import type { NoticeChannel } from '../../protocol/notices.ts'

export type NoticeContact = {
  channel: NoticeChannel
  addressSealed: string
  locale: 'zh-CN' | 'en'
  consentAt: Date
  consentVersion: string
}

export async function upsertContact(
  sql: Sql,
  row: NoticeContact & { id: string; ticketId: string },
): Promise<void> {
  await sql`insert into ticket_notice_contacts
      (id, ticket_id, channel, address_sealed, locale, consent_at, consent_version)
    values (${row.id}, ${row.ticketId}, ${row.channel}, ${row.addressSealed}, ${row.locale}, ${row.consentAt},
      ${row.consentVersion})
    on conflict (ticket_id) do update set channel = excluded.channel, address_sealed = excluded.address_sealed,
      locale = excluded.locale, consent_at = excluded.consent_at, consent_version = excluded.consent_version`
}

function columns(sql: Sql) {
  return sql`n.channel, n.address_sealed as "addressSealed", n.locale, n.consent_at as "consentAt",
    n.consent_version as "consentVersion"`
}

export async function findContact(sql: Sql, ticketId: string): Promise<NoticeContact | undefined> {
  const [row] = await sql<NoticeContact[]>`
    select ${columns(sql)} from ticket_notice_contacts n where n.ticket_id = ${ticketId}`
  return row
}

export async function listContacts(
  sql: Sql,
  ticketIds: readonly string[],
): Promise<(NoticeContact & { ticketNo: string })[]> {
  return sql<(NoticeContact & { ticketNo: string })[]>`
    select ${columns(sql)}, t.ticket_no as "ticketNo" from ticket_notice_contacts n
    join tickets t on t.id = n.ticket_id where n.ticket_id in ${sql([...ticketIds])} order by t.ticket_no`
}

export async function deleteContact(sql: Sql, ticketId: string): Promise<void> {
  await sql`delete from ticket_notice_contacts where ticket_id = ${ticketId}`
}
