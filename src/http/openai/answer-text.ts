import type { Citation, TurnEvent } from '../../protocol/turn-events.ts'
import type { TicketDraftCard } from '../../protocol/tickets.ts'
import en from './locales/en.json' with { type: 'json' }
import zh from './locales/zh-CN.json' with { type: 'json' }

export type UrlCitation = {
  type: 'url_citation'
  url_citation: { url: string; title: string; start_index: number; end_index: number }
}

const BEFORE: Record<Extract<TurnEvent, { type: 'answer.sentence' }>['role'], string> = {
  lead: '\n\n',
  text: '\n',
  item: '\n- ',
  source: '\n\n',
  notice: '\n\n',
}

/**
 * The events of a turn as one growing text, the same whether it is streamed or sent at once. Citations stand in it as
 * `[1]`; who speaks (AI生成 or 系统提示) stands in it too, because the text travels on without our page (R-LBL-3).
 */
export class AnswerText {
  readonly citations: Citation[] = []
  readonly drafts: TicketDraftCard[] = []
  private readonly marks: { n: number; start: number; end: number }[] = []
  private readonly words: Readonly<Record<keyof typeof zh, string>>
  private label: 'ai' | 'system' | undefined
  private text = ''

  constructor(locale: 'zh-CN' | 'en') {
    this.words = locale === 'en' ? en : zh
  }

  get content(): string {
    return this.text
  }

  /** What the event adds; empty for events that say nothing. */
  take(event: TurnEvent): string {
    const before = this.text.length
    if (event.type === 'answer.sentence') {
      this.write(event.origin, `${BEFORE[event.role]}${event.text}`)
      for (const n of event.citations) this.mark(n)
    } else if (event.type === 'answer.citations') this.citations.push(...event.citations)
    else if (event.type === 'emergency') this.write('system', `\n\n${event.card.text}`)
    else if (event.type === 'handoff') this.write('system', `\n\n${event.text}`)
    else if (event.type === 'choices') {
      const labels = event.choices.map(({ label }) => `\n- ${label}`).join('')
      this.write('system', `\n\n${event.prompt}${labels}`)
    } else if (event.type === 'ticket.draft') this.takeDrafts(event.drafts)
    return this.text.slice(before)
  }

  annotations(base: string): UrlCitation[] {
    const known = new Map(this.citations.map((citation) => [citation.n, citation]))
    return this.marks.flatMap(({ n, start, end }) => {
      const citation = known.get(n)
      if (citation === undefined) return []
      const title = [citation.title, citation.article_no ?? citation.heading].filter(Boolean)
      const url = `${base}/api/passages/${encodeURIComponent(citation.passage_id)}`
      const place = { start_index: start, end_index: end }
      return [{ type: 'url_citation', url_citation: { url, title: title.join(' '), ...place } }]
    })
  }

  private write(origin: 'ai' | 'system', text: string): void {
    // Once something is AI's own, the whole is: a fixed line after it changes nothing (R-LBL-2).
    if (this.label === undefined || (this.label === 'system' && origin === 'ai')) {
      this.text += `${this.text === '' ? '' : '\n\n'}${this.words[origin]}`
      this.label = origin
      this.text += text.replace(/^\n+(?!- )/, '')
    } else this.text += text
  }

  private mark(n: number): void {
    const start = this.text.length
    this.text += `[${n}]`
    this.marks.push({ n, start, end: this.text.length })
  }

  private takeDrafts(drafts: readonly TicketDraftCard[]): void {
    this.drafts.push(...drafts)
    for (const { fields, labels } of drafts) {
      const { words } = this
      const lines = [
        words.draft,
        `${words.title}: ${fields.title.value ?? words.unknown}`,
        `${words.category}: ${labels.category ?? words.unknown}`,
        `${words.address}: ${fields.address.value ?? words.unknown}`,
        `${words.incident_at}: ${fields.incident_at.value ?? words.unknown}`,
        `${words.description}: ${fields.description.value ?? words.unknown}`,
      ]
      this.write('ai', `\n\n${lines.join('\n')}`)
    }
  }
}
