import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../app.ts'
import type { StaffRole } from '../../shared/actor.ts'
import { systemClock } from '../../shared/clock.ts'
import { inviteStaff, redeemLink } from '../../staff/index.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { fixedClock, testPorts, type TestPorts } from '../../testing/ports.ts'
import { contextOf, staffActor } from '../../testing/tickets.ts'
import { viewSettings } from './settings-view.ts'

const app = createApp()
const PASSWORD = 'shili-mima-2026'
/** Every route of the knowledge, figure and administration pages, and who gets past its door. */
const DOORS: readonly [string, string, readonly StaffRole[]][] = [
  [
    'GET',
    '/api/console/knowledge/documents',
    ['kb_editor', 'kb_reviewer', 'city', 'supervisor', 'auditor', 'admin'],
  ],
  [
    'GET',
    '/api/console/knowledge/versions',
    ['kb_editor', 'kb_reviewer', 'city', 'supervisor', 'auditor', 'admin'],
  ],
  [
    'GET',
    '/api/console/knowledge/gaps',
    ['kb_editor', 'kb_reviewer', 'city', 'supervisor', 'auditor', 'admin'],
  ],
  ['POST', '/api/console/knowledge/uploads?name=x.md', ['kb_editor', 'kb_reviewer']],
  [
    'POST',
    '/api/console/knowledge/switches',
    ['kb_editor', 'kb_reviewer', 'city', 'supervisor', 'admin'],
  ],
  ['POST', '/api/console/knowledge/documents/x/withdraw', ['kb_editor', 'kb_reviewer']],
  ['POST', '/api/console/knowledge/documents/x/restore', ['kb_reviewer']],
  [
    'GET',
    '/api/console/figures/answers?from=2026-11-01&to=2026-11-30',
    ['city', 'supervisor', 'auditor', 'admin', 'kb_editor', 'kb_reviewer'],
  ],
  [
    'GET',
    '/api/console/figures/turns?from=2026-11-01&to=2026-11-30&figure=answered',
    ['community', 'city', 'supervisor', 'auditor', 'kb_editor', 'kb_reviewer'],
  ],
  [
    'GET',
    '/api/console/figures/intake?from=2026-11-01&to=2026-11-30',
    ['community', 'partner', 'city', 'supervisor', 'auditor'],
  ],
  [
    'GET',
    '/api/console/figures/corrections?from=2026-11-01&to=2026-11-30&field=title',
    ['community', 'partner', 'city', 'supervisor', 'auditor'],
  ],
  ['GET', '/api/console/audit', ['auditor', 'admin']],
  ['GET', '/api/console/audit/verification', ['auditor', 'admin']],
  ['GET', '/api/console/identity-reads', ['auditor', 'admin']],
  ['GET', '/api/console/jobs', ['auditor', 'admin']],
  ['POST', '/api/console/jobs/sweep-turns/runs', ['admin']],
  ['GET', '/api/console/settings', ['city', 'auditor', 'admin']],
  ['GET', '/api/console/catalogue', ['city', 'auditor', 'admin']],
  ['POST', '/api/console/settings/model-test', ['admin']],
  ['POST', '/api/console/area-tables/units', ['city', 'admin']],
  ['PUT', '/api/console/numbers/12338', ['admin']],
  ['GET', '/api/console/retention', ['auditor', 'admin']],
  ['DELETE', '/api/console/numbers/12338', ['admin']],
  ['GET', '/api/console/review-seeding', ['supervisor', 'auditor', 'admin']],
  ['PUT', '/api/console/review-seeding', ['admin']],
  ['GET', '/api/staff/tickets', ['community', 'partner', 'city', 'supervisor', 'auditor']],
  ['GET', '/api/staff/queue', ['community', 'partner', 'city', 'supervisor', 'auditor']],
  ['GET', '/api/staff/queue/counts', ['community', 'partner', 'city', 'supervisor', 'auditor']],
  ['POST', '/api/staff/queue/moves', ['community', 'partner', 'city', 'supervisor']],
  ['POST', '/api/staff/tickets', ['community', 'city']],
  [
    'GET',
    '/api/staff/figures?from=2026-11-01&to=2026-11-30',
    ['community', 'partner', 'city', 'supervisor', 'auditor'],
  ],
  ['GET', '/api/staff/handoffs', ['community', 'city']],
  ['GET', '/api/staff/canned-replies', ['community', 'city']],
  ['GET', '/api/console/canned-replies', ['admin']],
  ['GET', '/api/staff/conversations/x', ['community', 'city']],
  ['POST', '/api/staff/conversations/x/takeover', ['community', 'city']],
  ['POST', '/api/staff/conversations/x/messages', ['community', 'city']],
  ['GET', '/api/staff/colleagues', ['community', 'city', 'supervisor']],
  ['GET', '/api/console/hotspots', ['community', 'city', 'supervisor', 'auditor']],
  ['POST', '/api/console/hotspots', ['community', 'city']],
  ['PUT', '/api/console/calendar/seasons', ['city', 'admin']],
  ['GET', '/api/staff/people', ['admin']],
  ['POST', '/api/staff/invitations', ['admin']],
  ['GET', '/api/console/api-keys', ['admin']],
  ['GET', '/api/console/site-keys', ['admin']],
  ['GET', '/api/console/webhooks', ['admin']],
  ['POST', '/api/console/webhooks', ['admin']],
  ['POST', '/api/console/webhooks/replay', ['admin']],
  ['POST', '/api/console/people/x/password-reset', ['admin']],
  ['DELETE', '/api/console/people/x/sessions/y', ['admin']],
]
const ROLES = [
  'community',
  'partner',
  'city',
  'supervisor',
  'auditor',
  'admin',
  'kb_editor',
  'kb_reviewer',
] as const
const BODIES: Readonly<Record<string, unknown>> = {
  '/api/console/knowledge/switches': {
    scope: 'topic',
    name: '示例',
    words: ['示例词'],
    reason: '示例',
  },
  '/api/console/webhooks': { name: '示例', url: 'https://hook.example.gov.cn/gw' },
  '/api/console/knowledge/documents/x/withdraw': { reason: '示例' },
  '/api/console/review-seeding': { percent: 0 },
  '/api/console/numbers/12338': {
    name: '示例热线',
    hours: null,
    note: null,
    source: '示例',
    verified_at: null,
  },
  '/api/staff/queue/moves': {
    action: 'reject',
    reason: '示例',
    items: [{ ticket_no: 'WH-20260101-000001', version: 1 }],
  },
  '/api/staff/tickets': {
    channel: 'phone',
    title: '示例',
    description: '示例',
    appeal_type: 'help',
    category_code: 'E01037',
    address: '示例路1号',
    division_code: '420106',
  },
  '/api/staff/conversations/x/messages': { text: '示例' },
  '/api/console/hotspots': { category_code: 'E01037', division_code: '420106', plan: '示例' },
  '/api/console/calendar/seasons': { seasons: [] },
  '/api/staff/invitations': {
    roles: ['community'],
    area_prefixes: ['4201'],
    unit_id: null,
    unit_name: null,
  },
}

describe('R-ROLE-1: hidden buttons are not security', () => {
  let database: TestDatabase
  let ports: TestPorts
  const cookies = new Map<StaffRole, string>()

  const request = (method: string, path: string, cookie: string) =>
    app.request(
      `http://localhost${path}`,
      {
        method,
        headers: { 'Content-Type': 'application/json', Origin: 'http://localhost', Cookie: cookie },
        ...(method === 'GET' ? {} : { body: JSON.stringify(BODIES[path] ?? {}) }),
      },
      { ports },
    )

  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock: systemClock })
    for (const [at, role] of ROLES.entries()) {
      const { link } = await inviteStaff(contextOf(ports, staffActor('admin', '4201')), {
        profile: { roles: [role], area_prefixes: ['4201'], unit_id: null, unit_name: null },
        baseUrl: 'http://localhost',
      })
      const token = link.slice(link.indexOf('#') + 1)
      await redeemLink(ports, { token, name: '示例', username: role, password: PASSWORD })
      const signedIn = await app.request(
        'http://localhost/api/auth/sign-in/username',
        {
          method: 'POST',
          headers: {
            'Content-Type': 'application/json',
            Origin: 'http://localhost',
            'X-Forwarded-For': `203.0.113.${at}`,
          },
          body: JSON.stringify({ username: role, password: PASSWORD }),
        },
        { ports },
      )
      const lines = signedIn.headers.getSetCookie()
      cookies.set(role, lines.map((line) => line.split(';')[0] ?? '').join('; '))
    }
  })
  afterAll(() => database.close())

  it.each(DOORS)('%s %s', async (method, path, allowed) => {
    expect((await request(method, path, '')).status).toBe(401)
    for (const role of ROLES) {
      const { status } = await request(method, path, cookies.get(role) ?? '')
      if (allowed.includes(role)) expect([role, status === 403]).toEqual([role, false])
      else expect([role, status]).toEqual([role, 403])
    }
  })

  it('R-SLA-2: the settings name the year the calendar lacks before limits run into it', () => {
    const at = (day: string) =>
      viewSettings({ ...ports, clock: fixedClock(`${day}T09:00:00+08:00`) })
    expect(at('2026-06-01').calendar.missing).toEqual([])
    expect(at('2026-11-29').calendar.missing).toEqual(['2027'])
    expect(at('2027-06-01').calendar.missing).toEqual(['2027'])
  })

  it('R-PRV-6: the settings tell the model’s host and the switch, and no secret', async () => {
    const answer = await request('GET', '/api/console/settings', cookies.get('admin') ?? '')
    const body = await answer.text()
    expect(body).not.toContain(ports.config.SECRET_KEY ?? '-')
    expect(JSON.parse(body)).toMatchObject({
      model: { host: null, foreign_allowed: false },
      catalogue: { problems: [] },
    })
  })

  it('R-MAP-1: area tables come in whole or not at all, and the audit log knows', async () => {
    const send = (path: string, body: string) =>
      app.request(
        `http://localhost/api/console/area-tables/${path}`,
        {
          method: 'POST',
          headers: { Origin: 'http://localhost', Cookie: cookies.get('admin') ?? '' },
          body,
        },
        { ports },
      )
    const head = 'id,name,level,kind,division_code,categories,catch_all'
    const good = 'shili-jiedao,示例街道办事处,street,government,420106012,,true'
    const bad = 'shili-bu,示例,street,government,429999999,,false'
    const refused = await send('units', [head, good, bad].join('\n'))
    expect(await refused.json()).toMatchObject({
      imported: 0,
      problems: [{ line: 3, field: 'division_code', code: 'unknown_division' }],
    })
    const partly = await send('units?partial=1', [head, good, bad].join('\n'))
    expect(await partly.json()).toMatchObject({ imported: 1 })
    expect((await send('stations', '{')).status).toBe(400)
    expect((await send('people', '{}')).status).toBe(400)
    const stations = await send('stations', '{"type":"FeatureCollection","features":[]}')
    expect(await stations.json()).toEqual({ imported: 0, problems: [] })
    const audit = await request(
      'GET',
      '/api/console/audit?action=area_table.',
      cookies.get('admin') ?? '',
    )
    expect(await audit.json()).toMatchObject({
      entries: [{ action: 'area_table.imported', subject: 'units', details: { rows: 1 } }],
    })
  })

  it('a receiver is added under a public address only, and the audit log knows by whom', async () => {
    const admin = cookies.get('admin') ?? ''
    const listed = await (await request('GET', '/api/console/webhooks', admin)).text()
    expect(listed).toContain('hook.example.gov.cn')
    expect(listed).not.toContain('whsec_')
    const audit = await request('GET', '/api/console/audit?action=webhook.', admin)
    const { entries, names } = (await audit.json()) as {
      entries: { action: string; actor: string }[]
      names: Record<string, string>
    }
    expect(entries.map(({ action }) => action)).toEqual(['webhook.added'])
    expect(Object.keys(names)).toContain(entries[0]?.actor.replace('staff:', ''))
  })

  it('a job runs now, and says when it ran', async () => {
    const admin = cookies.get('admin') ?? ''
    const run = await request('POST', '/api/console/jobs/retention/runs', admin)
    expect(await run.json()).toEqual({ ran: true })
    const { jobs } = (await (await request('GET', '/api/console/jobs', admin)).json()) as {
      jobs: { job: string; lastFinishedAt: string | null; lastError: string | null }[]
    }
    const retention = jobs.find(({ job }) => job === 'retention')
    expect(retention?.lastFinishedAt).not.toBeNull()
    expect(retention?.lastError).toBeNull()
    const report = await request('GET', '/api/console/retention', admin)
    expect(await report.json()).toMatchObject({
      runs: [{ at: expect.any(String), counts: { conversations: 0, drafts: 0 }, complete: true }],
      nextDueAt: expect.any(String),
    })
    expect((await request('POST', '/api/console/jobs/none/runs', admin)).status).toBe(404)
  })
})
