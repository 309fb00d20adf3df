import type { Transaction } from '../../db/client.ts'
import { dropResidentNotices, enqueueResidentNotice } from '../../operations/webhooks/index.ts'
import type { Ports } from '../../ports.ts'
import { deleteContact, listContacts } from './contact-store.ts'
import en from './locales/en.json' with { type: 'json' }
import zh from './locales/zh-CN.json' with { type: 'json' }

const TEXTS = { 'zh-CN': zh, en } as const
export type NoticeKey = keyof typeof zh

/** A status residents are told of elsewhere than on the page; steps inside the office are none of it. */
export function noticeKeyOf(status: string): NoticeKey | undefined {
  return status in zh ? (status as NoticeKey) : undefined
}

function noticeText(
  locale: 'zh-CN' | 'en',
  key: NoticeKey,
  values: { ticket_no: string; date: string },
): string {
  return TEXTS[locale][key]
    .replaceAll('{ticket_no}', values.ticket_no)
    .replaceAll('{date}', values.date)
}

/**
 * Call inside the transaction of the change: the notice is in the outbox exactly when the change is in the row. The words
 * name the ticket and its state, nothing and nobody else; the address stays sealed on the way.
 */
export async function tellContacts(
  tx: Transaction,
  ctx: Pick<Ports, 'config'>,
  news: { ticketIds: readonly string[]; key: NoticeKey; at: Date; date?: string },
): Promise<void> {
  const channels = ctx.config.RESIDENT_NOTICES
  if (channels.length === 0 || news.ticketIds.length === 0) return
  for (const contact of await listContacts(tx, news.ticketIds)) {
    if (!channels.includes(contact.channel)) continue
    const { channel, ticketNo, addressSealed: toSealed } = contact
    const values = { ticket_no: ticketNo, date: news.date ?? '' }
    const text = noticeText(contact.locale, news.key, values)
    await enqueueResidentNotice(tx, { ticketNo, channel, text, toSealed, at: news.at })
  }
}

/** Opt-out, deletion, end of the term: no address is left behind, and what was not sent yet is not sent. */
export async function forgetContact(
  tx: Transaction,
  ticket: { id: string; ticketNo: string },
): Promise<void> {
  await deleteContact(tx, ticket.id)
  await dropResidentNotices(tx, ticket.ticketNo)
}
