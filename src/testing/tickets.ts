import type { ServiceContext } from '../ports.ts'
import type { Actor, StaffActor, StaffRole } from '../shared/actor.ts'
import { isAppError } from '../shared/errors.ts'
import { insertProfile, insertUser } from '../staff/store.ts'
import { registerTicket, transitionTicket, type RegisterTicketInput } from '../tickets/index.ts'
import type { TestPorts } from './ports.ts'

export function staffActor(role: StaffRole, area: string, unitId?: string): StaffActor {
  return {
    kind: 'staff',
    id: `stf_${role}_${area}_${unitId ?? ''}`,
    name: '示例',
    roles: [role],
    areaPrefixes: area === '' ? [] : [area],
    gridIds: [],
    ...(unitId === undefined ? {} : { unitId, unitName: '示例单位' }),
  }
}

export function contextOf(ports: TestPorts, actor: Actor): ServiceContext {
  return { ...ports, actor, requestId: 'req_test' }
}

/** An account tickets can be given to: somebody of the city's own unit, with rights in the whole city. */
export async function hireHandler(
  ports: TestPorts,
  person: { id: string; name: string; active?: boolean },
): Promise<void> {
  const { id, name, active = true } = person
  const at = ports.clock.now()
  await insertUser(ports.sql, { id, name, username: id, at })
  await insertProfile(ports.sql, {
    userId: id,
    roles: ['city'],
    areaPrefixes: ['4201'],
    unitId: 'own-unit',
    unitName: '示例单位',
    at,
    by: 'test',
  })
  await ports.sql`update staff_profiles set active = ${active} where user_id = ${id}`
}

/** `CODE:key` of the AppError a verb throws, `ok` when it does not. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'ok'
  } catch (error) {
    return isAppError(error) ? `${error.code}:${error.key}` : String(error)
  }
}

/** A ticket taken down at the counter of the city: the shortest way to a real one. */
export async function fileTicket(
  ports: TestPorts,
  change: Partial<RegisterTicketInput> = {},
): Promise<{ no: string; queryCode: string }> {
  const city = contextOf(ports, staffActor('city', '4201', 'own-unit'))
  const { ticket, queryCode } = await registerTicket(city, {
    channel: 'phone',
    title: '路灯不亮',
    description: '示例小区门口路灯三天不亮。',
    appeal_type: 'help',
    category_code: 'E01037',
    address: '示例路1号',
    division_code: '420106',
    ...change,
  })
  return { no: ticket.ticketNo, queryCode: queryCode ?? '' }
}

/** Accepts, and takes it in hand at the city's own unit; returns the version it has then. */
export async function takeInHand(ports: TestPorts, no: string): Promise<number> {
  const city = contextOf(ports, staffActor('city', '4201', 'own-unit'))
  await transitionTicket(city, no, { to: 'accepted', version: 1 })
  const ticket = await transitionTicket(city, no, {
    to: 'processing',
    version: 2,
    lead_unit: 'own-unit',
    lead_unit_name: '示例单位',
  })
  return ticket.version
}

/** Takes it in hand and answers it as done: the resident is asked to rate. */
export async function answerTicket(ports: TestPorts, no: string, reply: string): Promise<void> {
  const version = await takeInHand(ports, no)
  await transitionTicket(contextOf(ports, staffActor('city', '4201', 'own-unit')), no, {
    to: 'resolved',
    version,
    outcome: 'done',
    public_reply: reply,
  })
}
