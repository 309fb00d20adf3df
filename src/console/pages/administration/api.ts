import type { StaffRole } from '../../../shared/actor.ts'
import { call, post } from '../../shared/api.ts'

export type Person = {
  userId: string
  name: string
  username: string
  roles: StaffRole[]
  areaPrefixes: string[]
  gridIds: string[]
  unitId: string | null
  unitName: string | null
  active: boolean
  secondFactor: boolean
}
export type Names = Readonly<Record<string, string>>
export type Division = { code: string; name: string; level: string }
export type Unit = { id: string; name: string; level: string; division_code: string }

export type Job = {
  job: string
  everySeconds: number
  lastStartedAt: string | null
  lastFinishedAt: string | null
  lastResult: Record<string, unknown> | null
  lastError: string | null
  nextDueAt: string | null
}
export type AuditEntry = {
  seq: number
  at: string
  actor: string
  action: string
  subject: string
  details: Record<string, unknown>
}
export type IdentityRead = {
  id: string
  ticketNo: string
  staffId: string
  purpose: string
  at: string
}

const BASE = '/api/console'
const of = encodeURIComponent
const put = (body: unknown): RequestInit => ({ method: 'PUT', body: JSON.stringify(body) })
const remove: RequestInit = { method: 'DELETE' }

export function changeOf(person: Person) {
  return {
    roles: person.roles,
    area_prefixes: person.areaPrefixes,
    grid_ids: person.gridIds,
    unit_id: person.unitId,
    unit_name: person.unitName,
    active: person.active,
  }
}
export type PersonChange = ReturnType<typeof changeOf>

export const administration = {
  people: () => call<{ people: Person[]; areas: Names }>('/api/staff/people'),
  invite: (body: Omit<PersonChange, 'grid_ids' | 'active'>) =>
    call<{ link: string }>('/api/staff/invitations', post(body)),
  changePerson: (id: string, change: PersonChange) => call(`${BASE}/people/${of(id)}`, put(change)),
  resetPassword: (id: string) =>
    call<{ link: string }>(`${BASE}/people/${of(id)}/password-reset`, post({})),
  clearSecondFactor: (id: string) => call(`${BASE}/people/${of(id)}/second-factor`, remove),
  divisions: (parent?: string) =>
    call<{ divisions: Division[] }>(
      `/api/staff/divisions${parent === undefined ? '' : `?parent=${of(parent)}`}`,
    ),
  units: () => call<{ units: Unit[] }>('/api/staff/units'),
  jobs: () => call<{ jobs: Job[] }>(`${BASE}/jobs`),
  runJob: (job: string) => call<{ ran: boolean }>(`${BASE}/jobs/${of(job)}/runs`, post({})),
  audit: (action: string, before?: number) => {
    const query = new URLSearchParams()
    if (action !== '') query.set('action', action)
    if (before !== undefined) query.set('before', String(before))
    return call<{ entries: AuditEntry[]; names: Names }>(`${BASE}/audit?${query}`)
  },
  verifyAudit: () => call<{ rows: number; brokenAt: number | null }>(`${BASE}/audit/verification`),
  identityReads: () => call<{ reads: IdentityRead[]; names: Names }>(`${BASE}/identity-reads`),
}
