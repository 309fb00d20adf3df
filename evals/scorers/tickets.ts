import { meets } from './labels.ts'
import { fold, type Reply } from './reply.ts'

export type ExpectedTicket = {
  appeal_type: string | null
  category: string | null
  urgency: string
  place: string | null
  matters: number
}

export type TicketFields = {
  drafted: boolean
  category_top1: boolean
  category_top3: boolean
  appeal_type: boolean
  urgency: boolean
  place: boolean
  matters: boolean
}

/** Field by field, on the first draft; danger that raised an alarm at once counts as critical without a draft. */
export function compareTicket(expected: ExpectedTicket, replies: readonly Reply[]): TicketFields {
  const drafts = replies.findLast((reply) => reply.drafts.length > 0)?.drafts ?? []
  const [first] = drafts
  const alarmed = replies.some(({ family }) => family === 'emergency')
  const category = expected.category
  const given = first?.categories ?? []
  return {
    drafted: first !== undefined,
    category_top1: category !== null && meets(category, given[0]),
    category_top3: category !== null && given.slice(0, 3).some((code) => meets(category, code)),
    appeal_type: first?.appealType === expected.appeal_type,
    urgency: first?.urgency === expected.urgency || (alarmed && expected.urgency === 'critical'),
    place: samePlace(expected.place, first?.place ?? null),
    matters: drafts.length === expected.matters,
  }
}

/** The same place when one holds the other: 茶花园12栋 and 茶花园12栋楼下. */
function samePlace(expected: string | null, given: string | null): boolean {
  if (expected === null || given === null) return expected === given
  const [a, b] = [fold(expected), fold(given)]
  return b !== '' && (a.includes(b) || b.includes(a))
}
