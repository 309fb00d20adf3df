import type { getTicket } from '../../tickets/index.ts'
import { localIso } from '../../shared/clock.ts'
import en from './locales/en.json' with { type: 'json' }
import zh from './locales/zh-CN.json' with { type: 'json' }

export type TicketPaper = Awaited<ReturnType<typeof getTicket>>
export type Locale = 'zh-CN' | 'en'

type Words = Readonly<Record<keyof typeof zh, string>>
const WORDS: Readonly<Record<Locale, Words>> = { 'zh-CN': zh, en }

/** GB 45438: what the file says of itself to machines; every value is a string (R-LBL-3). */
export function aigcOf(producer: string, id: string): Record<string, string> {
  return {
    Label: '1',
    ContentProducer: producer,
    ProduceID: id,
    ReservedCode1: '',
    ContentPropagator: producer,
    PropagateID: id,
    ReservedCode2: '',
  }
}

export function noticeOf(locale: Locale): string {
  return WORDS[locale].notice
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '')
const when = (iso: string): string => localIso(new Date(iso)).slice(0, 16).replace('T', ' ')

/** The visible mark of a field the machine filled, until a person has confirmed it; none on what people wrote. */
function markOf(ticket: TicketPaper, field: string, locale: Locale): string {
  const ai = ticket.ai_fields[field]
  if (ai === undefined) return ''
  const { checked, ai: generated } = WORDS[locale]
  return `（${ai.confirmed_by === undefined ? generated : `${generated} · ${checked}`}）`
}

/** A moment from another system in the form of the page; the resident's own words as they are. */
function sinceText(since: string | null): string | null {
  return since !== null && /^\d{4}-\d\d-\d\dT/.test(since) ? when(since) : since
}

type HistoryItem = TicketPaper['history'][number]

/** The word `prefix_value` of a value that comes as data; the value itself when there is none. */
function dataWord(word: Words, prefix: string, value: string): string {
  const table: Readonly<Record<string, string>> = word
  return table[`${prefix}_${value}`] ?? value
}

function whatHappened({ action, toStatus, assignee }: HistoryItem, word: Words): string {
  if (toStatus !== null) return dataWord(word, 'status', toStatus)
  if (assignee !== null) return word.given_to.replace('{name}', assignee)
  return dataWord(word, 'event', action)
}

/** The machine writes why in codes, people in words. */
function reasonOf({ actorRole, diff, reason }: HistoryItem, word: Words): string {
  const { stage } = diff
  if (actorRole === 'timer' && typeof stage === 'string') {
    return word.stage_overdue.replace('{stage}', dataWord(word, 'stage', stage))
  }
  return dataWord(word, 'reason', reason)
}

/** One file that opens in any browser and prints: no script, nothing loaded from elsewhere, nobody's identity. */
export function ticketHtml(
  ticket: TicketPaper,
  input: { locale: Locale; producer: string; at: Date },
): string {
  const { locale, producer, at } = input
  const word = WORDS[locale]
  const row = (label: string, value: string | null, mark = ''): string =>
    value === null || value === ''
      ? ''
      : `<tr><th>${escape(label)}</th><td>${escape(value)}${escape(mark)}</td></tr>`
  const rows = [
    row(word.number, ticket.ticket_no),
    row(word.status, word[`status_${ticket.status}`]),
    row(word.category, ticket.category, markOf(ticket, 'category_code', locale)),
    row(word.address, ticket.address ?? ticket.division, markOf(ticket, 'address', locale)),
    row(word.incident_at, sinceText(ticket.incident_at), markOf(ticket, 'incident_at', locale)),
    row(word.unit, ticket.lead_unit),
    row(word.co_units, ticket.co_units.join('、')),
    row(word.words, ticket.description),
    row(word.supplements, ticket.supplements.map(({ text }) => text).join('\n')),
    row(word.reply, ticket.public_reply),
  ]
  const history = ticket.history.map((item) => {
    const parts = [when(item.at), whatHappened(item, word), reasonOf(item, word)]
    return `<li>${escape(parts.join(' '))}</li>`
  })
  const aigc = escape(JSON.stringify(aigcOf(producer, ticket.ticket_no)))
  const title = `${escape(ticket.title)}${escape(markOf(ticket, 'title', locale))}`
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="AIGC" content="${aigc}"><title>${escape(ticket.ticket_no)}</title><style>body{font:15px/1.6 system-ui,sans-serif;max-width:46em;margin:auto;padding:1em;overflow-wrap:anywhere}th{text-align:start;vertical-align:top;white-space:nowrap;padding-inline-end:1em;font-weight:600}td{white-space:pre-wrap}</style></head><body><h1>${title}</h1><p>${escape(word.notice)}</p><table>${rows.join('')}</table><h2>${word.history}</h2><ol>${history.join('')}</ol><p>${word.printed} ${when(at.toISOString())}</p></body></html>`
}
