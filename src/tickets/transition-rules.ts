import type { Transaction } from '../db/client.ts'
import type { Actor } from '../shared/actor.ts'
import { PreconditionError } from '../shared/errors.ts'
import { findCategory } from './catalogue.ts'
import { checkCorrections } from './corrections.ts'
import {
  isClosedStatus,
  MAX_PAUSES,
  MAX_REOPENS,
  REOPEN_DAYS,
  type Need,
  type Transition,
} from './lifecycle.ts'
import { countMarks } from './mark-store.ts'
import { INFO_REMINDER_DAYS, INFO_WAIT_DAYS, RETURN_DAYS } from './sla-marks.ts'
import { defaultCalendar } from './sla.ts'
import { findTicketByNo } from './store.ts'
import type { Ticket } from './ticket.ts'
import type { ParsedTransition } from './transition-input.ts'

const NEED_FIELD: Record<Need, keyof ParsedTransition> = {
  reason: 'reason',
  lead_unit: 'lead_unit',
  suggested_unit: 'suggested_unit',
  decision: 'decision',
  question: 'question',
  outcome: 'outcome',
  public_reply: 'public_reply',
  parent: 'parent_no',
  channel: 'channel',
  category: 'category_code',
}

/** The last check of R-LIFE-1: the content of the move. Returns the parent when the move is a merge. */
export async function checkFields(
  tx: Transaction,
  check: {
    current: Ticket
    transition: Transition
    input: ParsedTransition
    at: Date
    actor: Actor
  },
): Promise<Ticket | undefined> {
  const { current, transition, input, at, actor } = check
  for (const need of transition.needs) {
    const field = NEED_FIELD[need]
    const already = need === 'category' ? current.categoryCode : null
    const value = input[field] ?? already
    if (value === null || value === '') {
      throw new PreconditionError('precondition', `${field} is needed for ${transition.to}`, {
        field,
      })
    }
  }
  if (input.category_code !== null && findCategory(input.category_code) === undefined) {
    throw new PreconditionError('precondition', 'unknown category', { field: 'category_code' })
  }
  if (input.outcome === 'planned' && input.planned_for === null) {
    throw new PreconditionError('precondition', 'a plan has a date', { field: 'planned_for' })
  }
  checkCorrections(current, input)
  checkCallBack(input)
  checkCommunityDuty(current, input)
  checkSubject(current, input)
  checkPause(current, input)
  checkReturn(current, input, at)
  if (actor.kind === 'resident') checkReopen(current, input, at)
  if (current.status === 'pending_info' && input.to === 'resolved') {
    await checkUnanswered(tx, { current, input, at })
  }
  if (input.to !== 'merged') return undefined
  const parent = await findTicketByNo(tx, input.parent_no ?? '')
  if (
    parent === undefined ||
    parent.id === current.id ||
    parent.parentId !== null ||
    isClosedStatus(parent.status)
  ) {
    throw new PreconditionError('precondition', 'the parent must be another open ticket', {
      field: 'parent_no',
    })
  }
  return parent
}

/** R-LIFE-5, 国办函〔2025〕66号: work of a department is not handed down to grid or community. */
function checkCommunityDuty(current: Ticket, input: ParsedTransition): void {
  if (input.to !== 'dispatched') return
  const category = findCategory(input.category_code ?? current.categoryCode)
  const level = input.level ?? current.level
  if (category?.community_duty === false && (level === 'grid' || level === 'community')) {
    throw new PreconditionError(
      'community_duty',
      '国办函〔2025〕66号: 部门职责事项不得派给网格或社区主办',
      {
        field: 'level',
        details: { rule: '国办函〔2025〕66号' },
      },
    )
  }
}

/** R-LIFE: whom it did not help, or who is not content, gets the case reopened, or a reason somebody stands behind. */
function checkCallBack(input: ParsedTransition): void {
  if (input.to !== 'closed') return
  const unhappy = input.verdict === 'no' || input.satisfaction === 'dissatisfied'
  if (unhappy && input.reason === '') {
    throw new PreconditionError('precondition', 'closing against the resident needs a reason', {
      field: 'reason',
    })
  }
}

function checkReopen(current: Ticket, input: ParsedTransition, at: Date): void {
  if (current.status !== 'closed' || input.to !== 'processing') return
  const days =
    current.closedAt === null ? 0 : (at.getTime() - current.closedAt.getTime()) / 86_400_000
  if (current.reopenCount >= MAX_REOPENS || days > REOPEN_DAYS) {
    throw new PreconditionError('reopen_limit', 'reopening is over; a supervisor decides', {
      field: 'to',
    })
  }
}

/** R-LIFE-4: the complaint about a unit is not given to that unit. */
function checkSubject(current: Ticket, input: ParsedTransition): void {
  const units = [input.lead_unit, ...input.co_units]
  if (current.subjectUnit !== null && units.includes(current.subjectUnit)) {
    throw new PreconditionError('subject_unit', 'the complaint is about this unit', {
      field: input.lead_unit === current.subjectUnit ? 'lead_unit' : 'co_units',
    })
  }
}

/** 退单 within a working day of the dispatch: later it is the unit's own case. */
function checkReturn(current: Ticket, input: ParsedTransition, at: Date): void {
  if (input.to !== 'returned' || current.dispatchedAt === null) return
  const { due } = defaultCalendar().addWorkingDays(current.dispatchedAt, RETURN_DAYS)
  if (at > due) {
    throw new PreconditionError('return_limit', `disputes end after ${RETURN_DAYS} working day`, {
      field: 'to',
      details: { due_at: due.toISOString() },
    })
  }
}

/** R-SLA-4. */
function checkPause(current: Ticket, input: ParsedTransition): void {
  if (input.to !== 'pending_info') return
  if (current.pauses >= MAX_PAUSES || current.pausedMs >= current.sla.resolveLengthMs) {
    throw new PreconditionError('pause_limit', `at most ${MAX_PAUSES} pauses`, { field: 'to' })
  }
}

/** Without the resident's answer only `explained`, after two reminders and seven days. */
async function checkUnanswered(
  tx: Transaction,
  { current, input, at }: { current: Ticket; input: ParsedTransition; at: Date },
): Promise<void> {
  if (input.outcome !== 'explained') {
    throw new PreconditionError('precondition', 'only explained without an answer', {
      field: 'outcome',
    })
  }
  const since = current.pausedAt ?? at
  const reminders = await countMarks(tx, { ticketId: current.id, stage: 'pending_info', since })
  const days = (at.getTime() - since.getTime()) / 86_400_000
  if (reminders < INFO_REMINDER_DAYS.length || days < INFO_WAIT_DAYS) {
    throw new PreconditionError(
      'answer_pending',
      `needs ${INFO_REMINDER_DAYS.length} reminders and ${INFO_WAIT_DAYS} days`,
      { field: 'to', details: { reminders, days: Math.floor(days) } },
    )
  }
}
