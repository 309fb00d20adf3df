import type { Me } from '../../shared/api.ts'
import type { FlagDetail, TaskStatus } from './api.ts'

const DECIDERS = ['community', 'street', 'district', 'city']

/** Who takes matters up; the server asks the same again. */
export function decides(me: Me): boolean {
  return me.roles.some((role) => DECIDERS.includes(role))
}

export function movesFor(me: Me, flag: FlagDetail): TaskStatus[] {
  const owns = flag.owner_id === me.id
  if (flag.status === 'done') {
    // Who did the work does not review it.
    return !owns && (decides(me) || me.roles.includes('supervisor')) ? flag.allowed : []
  }
  if (decides(me)) return flag.allowed
  return owns ? flag.allowed.filter((to) => to === 'in_progress' || to === 'done') : []
}
