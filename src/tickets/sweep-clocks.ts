import { conversationTopic, recordLiveEvent } from '../conversations/index.ts'
import { withTransaction, type Transaction } from '../db/client.ts'
import type { Ports } from '../ports.ts'
import { isAppError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { TICKET_LEVELS } from './catalogue.ts'
import { appendHistory } from './history.ts'
import { insertAlert, insertMark, listUnanswered, lockTicketsToMark } from './mark-store.ts'
import { tellContacts, type NoticeKey } from './notices/tell-contacts.ts'
import { listMarks, nextMarkAfter, type Mark } from './sla-marks.ts'
import { defaultCalendar } from './sla.ts'
import { findTicketByNo, updateTicket } from './store.ts'
import type { Ticket } from './ticket.ts'
import { transitionTicket } from './transition.ts'

const ACTOR = { kind: 'system', job: 'ticket-clocks' } as const
const BATCH = 100
/** R-LIFE default: an answer nobody judged closes after this long, as `unrated`. */
export const CLOSE_AFTER_DAYS = 7

type SweepContext = Pick<Ports, 'sql' | 'clock' | 'wakeup' | 'logger' | 'config'>
export type SweepResult = { marks: number; escalated: number; closed: number }

/**
 * Reminds, escalates and closes by the clock (R-SLA-3). Each mark is a row written in the transaction that acts on it,
 * so a second worker, a restart or a crash in between can neither repeat nor lose one.
 */
export async function sweepTicketClocks(ctx: SweepContext): Promise<SweepResult> {
  const result: SweepResult = { marks: 0, escalated: 0, closed: await closeUnanswered(ctx) }
  for (;;) {
    const done = await withTransaction(ctx.sql, (tx) => sweepBatch(tx, ctx))
    result.marks += done.marks
    result.escalated += done.escalated
    if (done.tickets < BATCH) break
  }
  if (result.marks > 0) ctx.wakeup.notify('tickets')
  return result
}

async function sweepBatch(
  tx: Transaction,
  ctx: SweepContext,
): Promise<{ tickets: number; marks: number; escalated: number }> {
  const now = ctx.clock.now()
  const numbers = await lockTicketsToMark(tx, { now, limit: BATCH })
  let marks = 0
  let escalated = 0
  for (const ticketNo of numbers) {
    const ticket = await findTicketByNo(tx, ticketNo)
    if (ticket === undefined) continue
    const done = await markTicket(tx, ctx, { ticket, now })
    marks += done.marks
    escalated += done.escalated ? 1 : 0
  }
  return { tickets: numbers.length, marks, escalated }
}

async function markTicket(
  tx: Transaction,
  ctx: SweepContext,
  { ticket, now }: { ticket: Ticket; now: Date },
): Promise<{ marks: number; escalated: boolean }> {
  const all = listMarks(ticket, defaultCalendar())
  const fresh: Mark[] = []
  for (const mark of all.filter(({ at }) => at <= now)) {
    if (await insertMark(tx, { ...mark, ticketId: ticket.id, at: now })) fresh.push(mark)
  }
  // Clocks that end together (sign and contact after one working day) lift the ticket one level, not two.
  const late = fresh.find(({ mark, stage }) => mark === 'overdue' && stage !== 'call_back')
  const level = late === undefined ? ticket.level : levelAbove(ticket.level)
  for (const mark of fresh) {
    await announce(tx, { ticket: { ...ticket, level }, mark, now })
    const key = noticeOf(mark)
    if (key !== undefined) await tellContacts(tx, ctx, { ticketIds: [ticket.id], key, at: now })
  }
  await updateTicket(tx, {
    id: ticket.id,
    version: ticket.version,
    values: { level, next_mark_at: nextMarkAfter(all, now) },
    keepVersion: late === undefined,
  })
  if (late !== undefined) {
    await appendHistory(tx, ticket.id, {
      at: now,
      actor: ACTOR,
      role: 'timer',
      action: 'escalate',
      from: null,
      to: null,
      reason: `${late.stage} overdue`,
      diff: { level: [ticket.level, level], stage: late.stage, due_at: late.dueAt.toISOString() },
    })
  }
  return { marks: fresh.length, escalated: late !== undefined }
}

async function announce(
  tx: Transaction,
  { ticket, mark, now }: { ticket: Ticket; mark: Mark; now: Date },
): Promise<void> {
  if (mark.stage === 'pending_info') {
    await remindResident(tx, ticket)
    return
  }
  await insertAlert(tx, {
    id: newId('alt'),
    ticketId: ticket.id,
    kind: mark.mark,
    stage: mark.stage,
    level: ticket.level,
    unit: ticket.leadUnit,
    assigneeId: ticket.assigneeId,
    // A critical ticket nobody took in reaches the duty phone list besides the next level.
    onCall: ticket.urgency === 'critical' && mark.stage === 'accept' && mark.mark === 'overdue',
    reason: '',
    at: now,
  })
}

/** What a clock tells residents: that they are waited for, and that their matter is late. The rest is for staff. */
function noticeOf({ stage, mark }: Mark): NoticeKey | undefined {
  if (stage === 'pending_info') return 'still_pending_info'
  return stage === 'resolve' && mark === 'overdue' ? 'overdue' : undefined
}

async function remindResident(tx: Transaction, ticket: Ticket): Promise<void> {
  if (ticket.conversationId === null) return
  await recordLiveEvent(tx, conversationTopic(ticket.conversationId), {
    type: 'ticket.changed',
    ticket_no: ticket.ticketNo,
    status: ticket.status,
    text: `还在等您补充：${ticket.pendingQuestion ?? ''}`,
  })
}

/** 网格 → 社区 → 街道 → 区 → 市; the city is the last. */
export function levelAbove(level: string): string {
  const at = TICKET_LEVELS.findIndex((item) => item === level)
  return TICKET_LEVELS[Math.min(at + 1, TICKET_LEVELS.length - 1)] ?? 'city'
}

async function closeUnanswered(ctx: SweepContext): Promise<number> {
  const resolvedBefore = new Date(ctx.clock.now().getTime() - CLOSE_AFTER_DAYS * 86_400_000)
  let closed = 0
  for (const { ticketNo, version } of await listUnanswered(ctx.sql, {
    resolvedBefore,
    limit: 500,
  })) {
    try {
      await transitionTicket({ ...ctx, actor: ACTOR }, ticketNo, {
        to: 'closed',
        version,
        reason: `${CLOSE_AFTER_DAYS}日未评价，自动办结`,
      })
      closed += 1
    } catch (error) {
      // The resident or another worker moved it between the list and the lock: theirs counts.
      if (!isAppError(error) || error.code !== 'CONFLICT') throw error
    }
  }
  return closed
}
