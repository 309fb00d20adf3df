import type { ConversationExport, ExportedMessage, OwnTicketData } from '../../protocol/privacy.ts'
import { localIso } from '../../shared/clock.ts'
import type { Say } from './texts.ts'

type Section = { title: string; entries: { head: string; lines: string[] }[] }

/** The readable form: the same content as the JSON, in the order it was said, every AI text labelled (R-LBL-3). */
export function exportSections(data: ConversationExport, say: Say): Section[] {
  return [
    {
      title: say('export_conversation'),
      entries: data.messages.map((message) => messageEntry(message, say)),
    },
    {
      title: say('export_tickets'),
      entries: data.tickets.map((ticket) => ticketEntry(ticket, say)),
    },
    {
      title: say('export_drafts'),
      entries: data.drafts.map(({ fields }) => ({
        head: fields.title.value ?? '',
        lines: [fields.description.value, fields.address.value].filter((text) => text !== null),
      })),
    },
  ]
}

function when(iso: string): string {
  return localIso(new Date(iso)).slice(0, 16).replace('T', ' ')
}

function messageEntry(message: ExportedMessage, say: Say): Section['entries'][number] {
  const staff = message.staff === null ? '' : ` ${message.staff.name} ${message.staff.unit}`
  const sources = message.citations.map(({ n, title, article_no }) =>
    `[${n}] ${title} ${article_no ?? ''}`.trimEnd(),
  )
  return {
    head: `${when(message.created_at)} ${say(`label_${message.label}`)}${staff}`,
    lines: [
      ...message.text.split('\n'),
      ...(sources.length === 0 ? [] : [`${say('export_sources')}: ${sources.join('; ')}`]),
      ...(message.feedback === null
        ? []
        : [say(`export_vote_${message.feedback.vote}`), message.feedback.comment]),
    ].filter((line) => line !== ''),
  }
}

function ticketEntry(own: OwnTicketData, say: Say): Section['entries'][number] {
  const { ticket, contact } = own
  const reached = [contact?.name, contact?.phone].filter((text) => text != null && text !== '')
  const line = (
    key:
      | 'export_status'
      | 'export_place'
      | 'export_words'
      | 'export_contact'
      | 'export_notices'
      | 'export_reply',
    text: string | null,
  ): string[] => (text === null || text === '' ? [] : [say(key, { text })])
  return {
    head: `${ticket.ticket_no} ${ticket.title}`,
    lines: [
      ticket.description,
      ...line('export_status', ticket.status_text),
      ...line('export_place', own.place.address),
      ...line('export_words', own.resident_words),
      ...line('export_contact', reached.join(' ')),
      ...line('export_notices', own.notices?.to ?? null),
      ...own.supplements.map(({ text }) => say('export_supplement', { text })),
      ...line('export_reply', ticket.public_reply),
      ...ticket.timeline.map(({ at, text }) => `${when(at)} ${text}`),
    ],
  }
}

export function exportText(data: ConversationExport, say: Say): string {
  const parts = [
    say('export_title'),
    say('export_at', { at: when(data.exported_at) }),
    say('export_notice'),
  ]
  for (const { title, entries } of exportSections(data, say)) {
    parts.push('', `## ${title}`)
    if (entries.length === 0) parts.push(say('export_none'))
    for (const { head, lines } of entries) parts.push('', `【${head}】`, ...lines)
  }
  return `${parts.join('\n')}\n`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '')

/** One file that opens in any browser and prints: no script, nothing loaded from elsewhere. */
export function exportHtml(data: ConversationExport, say: Say, locale: string): string {
  const sections = exportSections(data, say).map(({ title, entries }) => {
    const body = entries.map(
      ({ head, lines }) =>
        `<article><h3>${escape(head)}</h3>${lines.map((line) => `<p>${escape(line)}</p>`).join('')}</article>`,
    )
    return `<section><h2>${escape(title)}</h2>${body.join('') || `<p>${escape(say('export_none'))}</p>`}</section>`
  })
  const aigc = escape(JSON.stringify(data.AIGC))
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="AIGC" content="${aigc}"><title>${escape(say('export_title'))}</title><style>body{font:16px/1.6 system-ui,sans-serif;max-width:46em;margin:auto;padding:1em;overflow-wrap:anywhere}h3{font-size:1em}</style></head><body><h1>${escape(say('export_title'))}</h1><p>${escape(say('export_at', { at: when(data.exported_at) }))}</p><p>${escape(say('export_notice'))}</p>${sections.join('')}</body></html>`
}
