import type { StaffRole } from '../../../shared/actor.ts'
import { call, post } from '../../shared/api.ts'
import type { PreparedReply } from '../../shared/reply-form.tsx'

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
  secondFactorDue: boolean
  identity: string | null
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

export type SharedReply = PreparedReply & { unit: string }

export type ApiKey = {
  id: string
  name: string
  hint: string
  scopes: string[]
  perMinute: number
  perDay: number
  createdAt: string
  lastUsedAt: string | null
  revokedAt: string | null
}
export type SiteKey = {
  id: string
  key: string
  name: string
  origins: string[]
  perMinute: number
  createdAt: string
  revokedAt: string | null
}
export type Receiver = {
  id: string
  url: string
  name: string
  eventTypes: string[]
  active: boolean
  pending: number
  delivered: number
  dead: number
}
export type DeadLetter = {
  eventId: string
  endpointId: string
  type: string
  at: string
  attempts: number
  lastStatus: number | null
  lastError: string | null
}
export type NumberFacts = {
  name: string
  hours: string | null
  note: string | null
  source: string
  verified_at: string | null
}
export type NumberRow = NumberFacts & {
  number: string
  enabled: boolean
  locked: boolean
  corrected: boolean
  shown: 'shipped' | 'correction'
}
export type RetentionRun = {
  at: string
  counts: Readonly<Record<string, number>>
  complete: boolean
}
export type Settings = {
  runtime: string
  sso: { name: string; host: string; claim: string } | null
  operator: string
  jurisdiction: string
  model: {
    host: string | null
    chat: string | null
    embedding: string | null
    foreign_allowed: boolean
    filing_no: string | null
    daily_tokens: number
  }
  sla: {
    version: string
    rows: {
      id: string
      urgency: string
      appeal_types: string[] | null
      clock: string
      accept: string | null
      sign: string | null
      contact: string | null
      resolve: string | null
      basis: string
    }[]
  }
  numbers: {
    version: string
    rows: NumberRow[]
  }
  calendar: { years: string[]; missing: string[] }
  catalogue: { categories: number; problems: { code: string; problem: string }[] }
  retention: Readonly<Record<string, number>>
}

export type CatalogueItem = {
  code: string
  name: string
  name_en: string | null
  words: string[]
  appeal_types: string[]
  urgency: string
  level: string
  community_duty: boolean
  standard_ref: string | null
  limits: string[]
}
export type CatalogueGroup = {
  code: string
  name: string
  name_en: string | null
  categories: CatalogueItem[]
}
export type CatalogueView = { version: string; source: string; groups: CatalogueGroup[] }

export const AREA_TABLES = ['units', 'grids', 'stations'] as const
export type AreaTable = (typeof AREA_TABLES)[number]
/** A table names the line, a collection of features the feature. */
export type ImportProblem = {
  line?: number
  index?: number
  field?: string | null
  value?: string
  code: string
  message: string
}
export type ImportReport = { imported: number; problems: ImportProblem[] }

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

export type Seeding = {
  percent: number
  days: number
  shown: number
  judged: number
  accepted: number
  share: number | null
  small_sample: boolean
}

export const administration = {
  people: () => call<{ people: Person[]; areas: Names }>('/api/staff/people'),
  invite: (body: Omit<PersonChange, 'grid_ids' | 'active'>) =>
    call<{ link: string }>('/api/staff/invitations', post(body)),
  changePerson: (id: string, change: PersonChange) => call(`${BASE}/people/${of(id)}`, put(change)),
  resetPassword: (id: string) =>
    call<{ link: string }>(`${BASE}/people/${of(id)}/password-reset`, post({})),
  clearSecondFactor: (id: string) => call(`${BASE}/people/${of(id)}/second-factor`, remove),
  linkIdentity: (id: string, subject: string | null) =>
    call(`${BASE}/people/${of(id)}/identity`, put({ subject })),
  secondFactorRoles: () => call<{ roles: StaffRole[] }>(`${BASE}/policy/second-factor`),
  requireSecondFactor: (roles: readonly StaffRole[]) =>
    call(`${BASE}/policy/second-factor`, put({ roles })),
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
  apiKeys: () => call<{ keys: ApiKey[] }>(`${BASE}/api-keys`),
  addApiKey: (body: unknown) => call<{ key: string }>(`${BASE}/api-keys`, post(body)),
  siteKeys: () => call<{ keys: SiteKey[] }>(`${BASE}/site-keys`),
  addSiteKey: (body: unknown) => call<{ key: string }>(`${BASE}/site-keys`, post(body)),
  revokeKey: (kind: 'api-keys' | 'site-keys', id: string) =>
    call(`${BASE}/${kind}/${of(id)}`, remove),
  webhooks: () => call<{ endpoints: Receiver[]; dead: DeadLetter[] }>(`${BASE}/webhooks`),
  addWebhook: (body: unknown) => call<{ secret: string }>(`${BASE}/webhooks`, post(body)),
  switchWebhook: (id: string, active: boolean) =>
    call(`${BASE}/webhooks/${of(id)}/active`, post({ active })),
  replay: (body: { endpoint_id?: string; event_id?: string }) =>
    call<{ queued: number }>(`${BASE}/webhooks/replay`, post(body)),
  seeding: () => call<Seeding>(`${BASE}/review-seeding`),
  setSeeding: (percent: number) =>
    call<Seeding>(`${BASE}/review-seeding`, { ...post({ percent }), method: 'PUT' }),
  correctNumber: (number: string, facts: NumberFacts) =>
    call(
      `${BASE}/numbers/${of(number)}`,
      put({ ...facts, verified_at: facts.verified_at === '' ? null : facts.verified_at }),
    ),
  restoreNumber: (number: string) => call(`${BASE}/numbers/${of(number)}`, remove),
  retention: () => call<{ runs: RetentionRun[]; nextDueAt: string | null }>(`${BASE}/retention`),
  sharedReplies: () => call<{ replies: SharedReply[] }>(`${BASE}/canned-replies`),
  removeReply: (id: string) => call(`/api/staff/canned-replies/${of(id)}`, remove),
  catalogue: () => call<CatalogueView>(`${BASE}/catalogue`),
  settings: () => call<Settings>(`${BASE}/settings`),
  testModel: () =>
    call<{ model: string; duration_ms: number }>(`${BASE}/settings/model-test`, post({})),
  importTable: (table: AreaTable, file: File, partial: boolean) =>
    call<ImportReport>(`${BASE}/area-tables/${table}?partial=${partial ? 1 : 0}`, {
      method: 'POST',
      body: file,
    }),
  identityReads: () => call<{ reads: IdentityRead[]; names: Names }>(`${BASE}/identity-reads`),
}
