import { meets } from './labels.ts'
import { fold, type Draft, type Reply } from './reply.ts'

export type ExpectedTicket = {
  appeal_type: string | null
  category: string | null
  urgency: string
  place: string | null
  matters: number
  since: string | null
}

export const FIELDS = ['category', 'appeal_type', 'urgency', 'place', 'since', 'matters'] as const
export type Field = (typeof FIELDS)[number]
/** `partial`: a person would have to touch it up, and would not have to ask again. */
export type Grade = 'exact' | 'partial' | 'wrong'
export type TicketGrades = { drafted: boolean; topThree: boolean; fields: Record<Field, Grade> }

const WORTH: Readonly<Record<Grade, number>> = { exact: 1, partial: 0.5, wrong: 0 }

export function draftsOf(replies: readonly Reply[]): Draft[] {
  return replies.findLast((reply) => reply.drafts.length > 0)?.drafts ?? []
}

/** Field by field, on the first draft; danger that raised an alarm at once counts as critical without a draft. */
export function compareTicket(expected: ExpectedTicket, replies: readonly Reply[]): TicketGrades {
  const drafts = draftsOf(replies)
  const [first] = drafts
  const alarmed = replies.some(({ family }) => family === 'emergency')
  const critical = alarmed && expected.urgency === 'critical'
  const given = first?.categories ?? []
  return {
    drafted: first !== undefined,
    topThree: given.slice(0, 3).some((code) => isIn(expected.category, code)),
    fields: {
      category: gradeCategory(expected.category, given),
      appeal_type: exactOnly(first !== undefined && first.appealType === expected.appeal_type),
      urgency: exactOnly(first?.urgency === expected.urgency || critical),
      place: first === undefined ? 'wrong' : gradeWords(expected.place, first.place),
      since: first === undefined ? 'wrong' : gradeWords(expected.since, first.since),
      matters: exactOnly(drafts.length === expected.matters),
    },
  }
}

/** Share of the fields that need no work, a partly right one counting half. */
export function ticketScore({ fields }: TicketGrades): number {
  return FIELDS.reduce((sum, field) => sum + WORTH[fields[field]], 0) / FIELDS.length
}

const exactOnly = (right: boolean): Grade => (right ? 'exact' : 'wrong')

function isIn(expected: string | null, code: string | undefined): boolean {
  return expected !== null && meets(expected, code)
}

/** Right at once, or among the three that the reviewer picks from. */
function gradeCategory(expected: string | null, given: readonly string[]): Grade {
  if (isIn(expected, given[0])) return 'exact'
  return given.slice(0, 3).some((code) => isIn(expected, code)) ? 'partial' : 'wrong'
}

/** 茶花园12栋 and 茶花园12栋楼下 are one place, one of them said more closely. */
function gradeWords(expected: string | null, given: string | null): Grade {
  if (expected === null || given === null) return exactOnly(expected === given)
  const [a, b] = [fold(expected), fold(given)]
  if (a === b) return 'exact'
  return b !== '' && (a.includes(b) || b.includes(a)) ? 'partial' : 'wrong'
}
