import { z } from 'zod'
import { withTransaction } from '../db/client.ts'
import type { ServiceContext } from '../ports.ts'
import { actorLabel, hasRole, type StaffActor, type StaffRole } from '../shared/actor.ts'
import {
  ConflictError,
  ForbiddenError,
  NotFoundError,
  PreconditionError,
  ValidationError,
} from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { areasOf, findCategory } from '../tickets/index.ts'
import { insertHotspot, insertStep, lockHotspot, updateHotspot, type Hotspot } from './store.ts'
import { findStep, HOTSPOT_STATUSES, nextStatuses, type TaskField } from './task-steps.ts'

type TaskContext = Pick<ServiceContext, 'sql' | 'clock' | 'actor' | 'wakeup'>

const DECIDERS: readonly StaffRole[] = ['community', 'street', 'district', 'city']

export const MoveHotspotInput = z.object({
  to: z.enum(HOTSPOT_STATUSES),
  version: z.number().int(),
  reason: z.string().trim().max(1000).default(''),
  plan: z.string().trim().max(2000).nullable().default(null),
  owner_id: z.string().trim().min(1).max(80).nullable().default(null),
  owner_name: z.string().trim().min(1).max(40).nullable().default(null),
  due_on: z.iso.date().nullable().default(null),
  result: z.string().trim().max(2000).default(''),
})
export type MoveHotspotInput = z.input<typeof MoveHotspotInput>
type ParsedMove = z.output<typeof MoveHotspotInput>

/** A person decides every step (R-HOT-2). Order of checks as for tickets: permission, version, step, fields. */
export async function moveHotspot(
  ctx: TaskContext,
  id: string,
  raw: MoveHotspotInput,
): Promise<Hotspot> {
  const input = MoveHotspotInput.parse(raw)
  const at = ctx.clock.now()
  const moved = await withTransaction(ctx.sql, async (tx) => {
    const current = await lockHotspot(tx, id)
    const staff = requireVisible(ctx, current, id)
    if (current === undefined) throw new NotFoundError('hotspot', id)
    requireRight(staff, current, input)
    if (current.version !== input.version) {
      throw new ConflictError('version_conflict', `version is ${current.version}`, {
        version: current.version,
      })
    }
    const step = findStep(current.status, input.to)
    if (step === undefined) {
      throw new ConflictError('invalid_transition', `${current.status} → ${input.to}`, {
        from: current.status,
        to: input.to,
        allowed: nextStatuses(current.status),
      })
    }
    for (const field of step.needs) requireField(input, field)
    await updateHotspot(tx, { id, values: valuesOf(current, input, at) })
    await insertStep(tx, {
      hotspotId: id,
      at,
      actor: actorLabel(ctx.actor),
      fromStatus: current.status,
      toStatus: input.to,
      reason: input.reason || input.result,
    })
    return (await lockHotspot(tx, id)) ?? current
  })
  ctx.wakeup.notify('hotspots')
  return moved
}

/** A flag outside one’s area is answered like a missing one. Throws ForbiddenError for those without an area. */
export function requireVisible(
  ctx: Pick<ServiceContext, 'actor'>,
  hotspot: Hotspot | undefined,
  id: string,
): StaffActor {
  const areas = areasOf(ctx)
  if (ctx.actor.kind !== 'staff' || areas.length === 0) {
    throw new ForbiddenError('hotspots are for staff who work by area')
  }
  const code = hotspot?.divisionCode ?? '4201'
  if (hotspot === undefined || !areas.some((prefix) => code.startsWith(prefix))) {
    throw new NotFoundError('hotspot', id)
  }
  return ctx.actor
}

function requireRight(staff: StaffActor, current: Hotspot, input: ParsedMove): void {
  const decides = hasRole(staff, ...DECIDERS)
  const owns = current.ownerId === staff.id
  const reviewing = current.status === 'done'
  if (reviewing && owns) throw new ForbiddenError('who did the work does not review it')
  if (reviewing ? decides || hasRole(staff, 'supervisor') : decides) return
  if (owns && (input.to === 'in_progress' || input.to === 'done')) return
  throw new ForbiddenError(`${current.status} → ${input.to} is not for this role`)
}

function requireField(input: ParsedMove, field: TaskField): void {
  const value =
    field === 'owner' ? input.owner_id : field === 'due_on' ? input.due_on : input[field]
  if (value === null || value === '') {
    throw new PreconditionError('precondition', `${field} is needed`, {
      field: field === 'owner' ? 'owner_id' : field,
    })
  }
}

function valuesOf(
  current: Hotspot,
  input: ParsedMove,
  at: Date,
): Record<string, string | Date | null> {
  const values: Record<string, string | Date | null> = { status: input.to, updated_at: at }
  if (input.plan !== null) values['plan'] = input.plan
  if (input.to === 'accepted') {
    values['owner_id'] = input.owner_id
    values['owner_name'] = input.owner_name ?? input.owner_id
    values['due_on'] = input.due_on
    values['accepted_at'] = at
  }
  if (input.to === 'done') Object.assign(values, { result: input.result, done_at: at })
  if (input.to === 'in_progress' && current.status === 'done') values['done_at'] = null
  return values
}

export const ProposeTaskInput = z.object({
  category_code: z.string().max(10),
  division_code: z.string().regex(/^\d{6}(\d{3})?(\d{3})?$/),
  plan: z.string().trim().min(1).max(2000),
})
export type ProposeTaskInput = z.output<typeof ProposeTaskInput>

/** 未诉先办 before anybody complains: proposed by a person from the calendar of seasons. */
export async function proposeTask(
  ctx: TaskContext,
  input: ProposeTaskInput,
): Promise<{ id: string }> {
  const areas = areasOf(ctx)
  if (!hasRole(ctx.actor, ...DECIDERS)) throw new ForbiddenError('for operators of an area')
  if (!areas.some((prefix) => input.division_code.startsWith(prefix))) {
    throw new ValidationError('division_code', 'outside one’s own area')
  }
  if (findCategory(input.category_code) === undefined) {
    throw new ValidationError('category_code', 'unknown category')
  }
  const at = ctx.clock.now()
  const id = newId('hot')
  await withTransaction(ctx.sql, async (tx) => {
    await insertHotspot(tx, {
      id,
      origin: 'season',
      rules: [],
      categoryCode: input.category_code,
      divisionCode: input.division_code,
      centre: null,
      ticketCount: 0,
      reporterCount: 0,
      baseline: 0,
      smallSample: false,
      weakSignals: 0,
      firstAt: at,
      lastAt: at,
      plan: input.plan,
      at,
    })
    await insertStep(tx, {
      hotspotId: id,
      at,
      actor: actorLabel(ctx.actor),
      fromStatus: null,
      toStatus: 'proposed',
      reason: 'season',
    })
  })
  ctx.wakeup.notify('hotspots')
  return { id }
}
