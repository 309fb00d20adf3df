import type { AiField, TicketDetail } from './api.ts'

/** What the reviewer put right and has not sent yet. */
export type Edits = Readonly<
  Partial<
    Record<
      | 'category_code'
      | 'title'
      | 'appeal_type'
      | 'address'
      | 'division_code'
      | 'incident_at'
      | 'urgency',
      string
    >
  >
> & { readonly shown?: Readonly<Record<string, string>> }

export const NO_EDITS: Edits = {}

export function acceptBody(ticket: TicketDetail, edits: Edits): Record<string, unknown> {
  const { category_code, shown: _, ...fields } = edits
  return {
    to: 'accepted',
    version: ticket.version,
    ...(category_code === undefined ? {} : { category_code }),
    fields,
  }
}

export function hasEdits(edits: Edits): boolean {
  return Object.keys(edits).some((name) => name !== 'shown')
}

export function confidenceWord(confidence: number): 'high' | 'mid' | 'low' {
  if (confidence >= 0.8) return 'high'
  return confidence >= 0.6 ? 'mid' : 'low'
}

/** Fields whose words may light up; title and description are the whole matter and would light up everything. */
const MARKED = [
  'appeal_type',
  'category_code',
  'address',
  'division_code',
  'incident_at',
  'urgency',
]

export type Mark = { field: string; text: string; messageId: string | null }

export function marksOf(fields: Readonly<Record<string, AiField>>): Mark[] {
  return MARKED.flatMap((field) => {
    const evidence = fields[field]?.evidence
    return evidence == null || evidence.text === ''
      ? []
      : [{ field, text: evidence.text, messageId: evidence.message_id }]
  })
}

export type Piece = { text: string; fields: readonly string[] }

/** Cuts a text where some field's words begin or end; overlapping words share a piece. */
export function cutAtMarks(text: string, marks: readonly Mark[]): Piece[] {
  const ranges = marks.flatMap(({ field, text: words }) => {
    const start = text.indexOf(words)
    return start === -1 ? [] : [{ field, start, end: start + words.length }]
  })
  const cuts = [...new Set([0, text.length, ...ranges.flatMap(({ start, end }) => [start, end])])]
  const sorted = cuts.toSorted((a, b) => a - b)
  return sorted.slice(1).map((end, at) => {
    const start = sorted[at] ?? 0
    return {
      text: text.slice(start, end),
      fields: ranges
        .filter((range) => range.start <= start && range.end >= end)
        .map(({ field }) => field),
    }
  })
}
