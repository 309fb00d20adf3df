import type { ServiceContext } from '../../ports.ts'
import { ConflictError } from '../../shared/errors.ts'
import { categoryName, categoryPath, findCategory } from '../catalogue.ts'
import { getTicket } from '../staff.ts'
import { transitionTicket } from '../transition.ts'
import { TransitionInput } from '../transition-input.ts'
import type { Ticket } from '../ticket.ts'
import { decideSeed, findSeed, findShare, insertSeed } from './seed-store.ts'
import { isSeeded, wrongCategory } from './wrong-category.ts'

type TicketView = Awaited<ReturnType<typeof getTicket>>
type Candidate = { code: string; name: string; confidence: number; why: string[] }
type ReviewContext = Pick<ServiceContext, 'sql' | 'clock' | 'actor' | 'vault' | 'locale'>

/** What a reviewer sees: now and then, if the administrator wants to know, with a category that is wrong on purpose. */
export async function viewForReview(ctx: ReviewContext, ticketNo: string): Promise<TicketView> {
  const view = await getTicket(ctx, ticketNo)
  const seeded = await seedFor(ctx, view)
  return seeded === undefined ? view : withCategory(view, seeded, ctx.locale)
}

function candidatesOf({ ai_fields: fields }: TicketView): Candidate[] {
  const value = fields['category_candidates']?.value
  return Array.isArray(value) ? (value as Candidate[]) : []
}

/** Nothing is tried out on what is urgent or dangerous, or on what a person has already settled. */
function maySeed(view: TicketView): boolean {
  const field = view.ai_fields['category_code']
  return (
    view.status === 'pending_review' &&
    view.allowed.includes('accepted') &&
    view.urgency === 'normal' &&
    view.risk_flags.length === 0 &&
    view.category_code !== null &&
    field !== undefined &&
    field.confirmed_by === undefined
  )
}

async function seedFor(ctx: ReviewContext, view: TicketView): Promise<string | undefined> {
  if (ctx.actor.kind !== 'staff' || !maySeed(view)) return undefined
  const { ticket_no: ticketNo } = view
  const percent = await findShare(ctx.sql)
  const known = await findSeed(ctx.sql, ticketNo)
  if (known !== undefined)
    return known.decidedAt === null && known.staffId === ctx.actor.id ? known.seeded : undefined
  if (!isSeeded(ticketNo, percent)) return undefined
  const thought = [view.category_code ?? '', ...candidatesOf(view).map(({ code }) => code)]
  const wrong = wrongCategory(ticketNo, thought)
  if (wrong === undefined) return undefined
  const row = { ticketNo, staffId: ctx.actor.id, seeded: wrong.code, at: ctx.clock.now() }
  await insertSeed(ctx.sql, row)
  const kept = await findSeed(ctx.sql, ticketNo)
  return kept?.staffId === ctx.actor.id && kept.decidedAt === null ? kept.seeded : undefined
}

function withCategory(
  view: TicketView,
  code: string,
  locale: ServiceContext['locale'],
): TicketView {
  const category = findCategory(code)
  const field = view.ai_fields['category_code']
  const list = view.ai_fields['category_candidates']
  const candidates = candidatesOf(view)
  const confidence = candidates[0]?.confidence ?? field?.confidence ?? 0.8
  const name = category === undefined ? code : categoryName(category, locale)
  const first: Candidate = { code, name, confidence, why: [] }
  return {
    ...view,
    category_code: code,
    category: categoryPath(code, locale),
    community_duty: category?.community_duty ?? null,
    ai_fields: {
      ...view.ai_fields,
      ...(field === undefined ? {} : { category_code: { ...field, value: code, evidence: null } }),
      ...(list === undefined
        ? {}
        : { category_candidates: { ...list, value: [first, ...candidates.slice(0, 2)] } }),
    },
  }
}

/**
 * A person's step. Who accepts what was wrong on purpose is told, and nothing is accepted; a decision about anything else
 * goes through as it is. The wrong value was never the ticket's.
 */
export async function decideReview(
  ctx: ServiceContext,
  ticketNo: string,
  raw: TransitionInput,
): Promise<Ticket> {
  const input = TransitionInput.parse(raw)
  const { actor } = ctx
  const seed = actor.kind === 'staff' ? await findSeed(ctx.sql, ticketNo) : undefined
  if (actor.kind !== 'staff' || seed?.staffId !== actor.id || seed.decidedAt !== null)
    return transitionTicket(ctx, ticketNo, input)
  const row = { ticketNo, staffId: actor.id, at: ctx.clock.now() }
  if (input.to !== 'accepted') {
    const moved = await transitionTicket(ctx, ticketNo, input)
    await decideSeed(ctx.sql, { ...row, accepted: null })
    return moved
  }
  const chosen = input.category_code ?? seed.seeded
  if (chosen === seed.seeded) {
    await decideSeed(ctx.sql, { ...row, accepted: true })
    throw new ConflictError('seeded_draft', 'the category was wrong on purpose')
  }
  const moved = await transitionTicket(ctx, ticketNo, input)
  await decideSeed(ctx.sql, { ...row, accepted: false })
  return moved
}
