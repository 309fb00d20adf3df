import * as fc from 'fast-check'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createApp } from '../../app.ts'
import { createClient, toXml } from '../../open311/index.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { fixedClock, testPorts, type TestPorts } from '../../testing/ports.ts'
import { contextOf, fileTicket, staffActor, takeInHand } from '../../testing/tickets.ts'
import { transitionTicket } from '../../tickets/index.ts'

const BASE = '/open311/v2'

// The public JSON Schemas' rules (open311/schema-validation), restated: strings stay strings, booleans booleans.
const ServiceShape = z.array(
  z.object({
    service_code: z.string().min(1),
    service_name: z.string().min(1),
    description: z.string(),
    metadata: z.boolean(),
    type: z.enum(['realtime', 'batch', 'blackbox']),
    keywords: z.string(),
    group: z.string(),
  }),
)
const DefinitionShape = z.object({
  service_code: z.string(),
  attributes: z.array(
    z.object({
      variable: z.boolean(),
      code: z.string(),
      datatype: z.enum([
        'string',
        'number',
        'datetime',
        'text',
        'singlevaluelist',
        'multivaluelist',
      ]),
      required: z.boolean(),
      datatype_description: z.string(),
      order: z.number().int().min(1),
      description: z.string(),
      values: z.array(z.object({ key: z.string(), name: z.string() })).optional(),
    }),
  ),
})
const RequestShape = z.array(
  z.object({
    service_request_id: z.string(),
    status: z.enum(['open', 'closed']),
    status_notes: z.string(),
    service_name: z.string(),
    service_code: z.string(),
    description: z.string().max(4000),
    agency_responsible: z.string(),
    service_notice: z.string(),
    requested_datetime: z.iso.datetime({ offset: true }),
    updated_datetime: z.iso.datetime({ offset: true }),
    expected_datetime: z.iso.datetime({ offset: true }),
    address: z.string(),
    address_id: z.string(),
    zipcode: z.string(),
    lat: z.number().nullable(),
    long: z.number().nullable(),
    media_url: z.url().nullable(),
  }),
)
type RequestRow = z.infer<typeof RequestShape>[number]

const parser = new XMLParser({ parseTagValue: false, trimValues: false })

describe('Open311 GeoReport v2', () => {
  const clock = fixedClock()
  const app = createApp()
  let database: TestDatabase
  let ports: TestPorts
  let key = ''
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock })
    key = (await createClient(ports, { name: '示例系统' })).apiKey
  })
  afterAll(() => database.close())

  const get = (path: string) => app.request(`${BASE}${path}`, {}, { ports })
  const getJson = async (path: string): Promise<unknown> => (await get(path)).json()
  const post = (fields: Record<string, string> | string, headers: Record<string, string> = {}) =>
    app.request(
      `${BASE}/requests.json`,
      {
        method: 'POST',
        headers: {
          'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8',
          ...headers,
        },
        body: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
      },
      { ports },
    )
  const good = () => ({
    api_key: key,
    service_code: 'E01037',
    lat: '30.592812',
    long: '114.305512',
    description: '示例路口路灯不亮',
  })
  async function filed(change: Record<string, string> = {}): Promise<string> {
    const response = await post({ ...good(), ...change })
    expect(response.status).toBe(200)
    const [row] = (await response.json()) as [{ service_request_id: string }]
    return row.service_request_id
  }
  async function read(no: string): Promise<RequestRow> {
    const [row] = RequestShape.parse(await getJson(`/requests/${no}.json`))
    if (row === undefined) throw new Error(`no ${no}`)
    return row
  }

  it('R-311-1: discovery in both forms, at least two formats, a changeset that lies in the past', async () => {
    for (const path of ['/open311/discovery', `${BASE}/discovery`]) {
      const xml = await app.request(`${path}.xml`, {}, { ports })
      expect(xml.headers.get('Content-Type')).toBe('text/xml; charset=utf-8')
      const json = (await (await app.request(`${path}.json`, {}, { ports })).json()) as {
        changeset: string
        endpoints: { url: string; formats: string[]; type: string; specification: string }[]
      }
      expect(Date.parse(json.changeset)).toBeLessThanOrEqual(clock.now().getTime())
      expect(json.endpoints[0]?.formats).toEqual(['text/xml', 'application/json'])
      const parsed = parser.parse(await xml.text()) as {
        discovery: { endpoints: { endpoint: { formats: { format: string[] } } } }
      }
      expect(parsed.discovery.endpoints.endpoint.formats.format).toHaveLength(2)
    }
  })

  it('R-311-2: services and definitions keep codes as strings with their zeros, and lists as lists', async () => {
    const services = ServiceShape.parse(await getJson('/services.json'))
    expect(services.find(({ service_code }) => service_code === 'E01037')?.service_name).toBe(
      '路灯异常',
    )
    const definition = DefinitionShape.parse(await getJson('/services/L0202.json'))
    expect(definition.attributes[0]).toMatchObject({
      code: 'people_trapped',
      required: true,
      order: 1,
    })
    const xml = await (await get('/services.xml')).text()
    expect(xml.startsWith('<?xml version="1.0" encoding="utf-8"?>')).toBe(true)
    const parsed = parser.parse(xml) as { services: { service: { service_code: string }[] } }
    expect(parsed.services.service.map(({ service_code }) => service_code)).toEqual(
      services.map(({ service_code }) => service_code),
    )
  })

  it('R-311-2: XML and JSON of a resource are equal, whatever the text; it escapes and drops control characters', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 }).map((value) => `a${value}中😀b`)
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), (texts) => {
        const rows = texts.map((description) => ({ service_request_id: '0042', description }))
        const xml = toXml(
          'service_requests',
          rows.map((row) => row),
        )
        const wrapped = toXml('x', { service_requests: rows })
        for (const each of [xml, wrapped]) expect(XMLValidator.validate(each)).toBe(true)
        const parsed = parser.parse(wrapped) as {
          x: {
            service_requests: {
              request:
                | { service_request_id: string; description: string }[]
                | { service_request_id: string; description: string }
            }
          }
        }
        const back = [parsed.x.service_requests.request].flat()
        const clean = (value: string) =>
          value.replaceAll(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, '').replaceAll(/\r\n?/g, '\n')
        expect(back.map(({ description }) => description.replaceAll(/\r\n?/g, '\n'))).toEqual(
          texts.map(clean),
        )
        expect(back.every(({ service_request_id }) => service_request_id === '0042')).toBe(true)
      }),
    )
  })

  it.each([
    ['a missing key', { api_key: '' }, 403],
    ['a wrong key', { api_key: 'nobody' }, 403],
    ['an unknown service', { service_code: 'E99999' }, 404],
    ['a missing service', { service_code: '' }, 400],
    ['no location', { lat: '', long: '' }, 400],
    ['only lat', { long: '' }, 400],
    ['lat over 90', { lat: '90.1' }, 400],
    ['lat that is no number', { lat: 'abc' }, 400],
    ['a description over 4000', { description: '灯'.repeat(4001) }, 400],
    ['a missing required attribute', { service_code: 'L0202' }, 400],
    [
      'an unknown attribute value',
      { service_code: 'L0202', 'attribute[people_trapped]': 'x' },
      400,
    ],
    ['another jurisdiction', { jurisdiction_id: '110100' }, 404],
  ])('R-311-3: %s is refused', async (_, change, status) => {
    const response = await post({ ...good(), ...change } as Record<string, string>)
    expect(response.status).toBe(status)
    const errors = (await response.json()) as { code: number; description: string }[]
    expect(errors[0]?.code).toBe(status)
  })

  it('R-311-3: several faults are listed together', async () => {
    const response = await post({
      api_key: key,
      lat: '95',
      long: '200',
      description: '灯'.repeat(4001),
    })
    const errors = (await response.json()) as { description: string }[]
    expect(errors.map(({ description }) => description)).toEqual([
      'service_code is required',
      'lat must be between -90 and 90',
      'long must be between -180 and 180',
      'description may have at most 4000 characters',
    ])
  })

  it('R-311-3: a repeat with the same client key is one ticket; markup is taken out', async () => {
    const once = await filed({ client_key: 'abc-12345', description: '<b>灯</b>坏了<script>x' })
    expect(await filed({ client_key: 'abc-12345' })).toBe(once)
    const rows = await database.sql<{ description: string; channel: string; status: string }[]>`
      select description, channel, status from tickets where ticket_no = ${once}`
    expect(rows).toMatchObject([
      { description: '灯坏了x', channel: 'open311', status: 'pending_review' },
    ])
  })

  it('R-311-3: attribute[x][] may come twice, and a trapped person makes it critical', async () => {
    const many = new URLSearchParams({ ...good(), service_code: 'E06028' })
    many.append('attribute[noise_time][]', 'noon')
    many.append('attribute[noise_time][]', 'night')
    expect((await post(many.toString())).status).toBe(200)
    const trapped = await filed({ service_code: 'L0202', 'attribute[people_trapped]': 'yes' })
    const rows = await database.sql<{ urgency: string }[]>`
      select urgency from tickets where ticket_no = ${trapped}`
    expect(rows).toMatchObject([{ urgency: 'critical' }])
    const [noise] = await database.sql<{ description: string }[]>`
      select description from tickets where category_code = 'E06028'`
    expect(noise?.description).toContain('午间、夜间')
  })

  it('R-311-4: shows the reviewed summary, a snapped point and no reporter; the confidential not at all', async () => {
    const no = await filed({
      phone: '13800000000',
      last_name: '示例',
      description: '我住3栋2单元501',
    })
    const row = await read(no)
    expect(JSON.stringify(row)).not.toMatch(/13800000000|501/)
    expect([row.lat, row.long]).toEqual([30.593, 114.306])
    expect(row.description).toBe('路灯异常')
    const city = contextOf(ports, staffActor('city', '4201', 'own-unit'))
    const accept = { to: 'accepted', version: 1, public_summary: '示例路口路灯不亮' } as const
    await transitionTicket(city, no, accept)
    expect((await read(no)).description).toBe('示例路口路灯不亮')
    const secret = await fileTicket(ports, { confidentiality: 'secret_identity' })
    expect((await get(`/requests/${secret.no}.json`)).status).toBe(404)
    expect(JSON.stringify(await getJson('/requests.json'))).not.toContain(secret.no)
  })

  it('R-311-4: comma lists, the 90-day span, paging, newest first, zones', async () => {
    clock.advance(1000)
    const a = await filed()
    clock.advance(1000)
    const b = await filed({ service_code: 'E06013' })
    const both = RequestShape.parse(
      await getJson(`/requests.json?service_request_id=${a},${b}&status=closed`),
    )
    expect(both.map(({ service_request_id }) => service_request_id)).toEqual([b, a])
    const only = RequestShape.parse(await getJson('/requests.json?service_code=E06013,E06014'))
    expect(only.map(({ service_request_id }) => service_request_id)).toEqual([b])
    const page = RequestShape.parse(await getJson('/requests.json?page_size=1&page=2'))
    expect(page.map(({ service_request_id }) => service_request_id)).toEqual([a])
    const wide = '/requests.json?start_date=2026-01-01T00:00:00Z&end_date=2026-05-01T00:00:00Z'
    expect((await get(wide)).status).toBe(400)
    expect((await get('/requests.json?start_date=2026-01-01')).status).toBe(400)
    expect((await get('/requests.json?status=strange')).status).toBe(400)
    expect(await getJson('/requests.json?start_date=&status=')).not.toEqual([])
  })

  it('R-311-4: updated_datetime stands still once closed, and R-311-6 maps the status', async () => {
    const ticket = await fileTicket(ports)
    const version = await takeInHand(ports, ticket.no)
    const city = contextOf(ports, staffActor('city', '4201', 'own-unit'))
    const reply = { outcome: 'done', public_reply: '路灯已修好。' } as const
    await transitionTicket(city, ticket.no, { to: 'resolved', version, ...reply })
    expect(await read(ticket.no)).toMatchObject({
      status: 'open',
      agency_responsible: '示例单位',
      status_notes: '路灯已修好。',
    })
    clock.advance(1000)
    const closedAt = clock.now().toISOString()
    await transitionTicket(city, ticket.no, { to: 'closed', version: version + 1 })
    await database.sql`update tickets set updated_at = updated_at + interval '1 day' where ticket_no = ${ticket.no}`
    expect(await read(ticket.no)).toMatchObject({ status: 'closed', updated_datetime: closedAt })
  })

  // The recorded calls of the Python client `three`: discovery, services, post with the key in the body, read, token.
  it('R-311-5: the flow of the Python client three', async () => {
    const [created] = (await (await post(good())).json()) as [{ service_request_id: string }]
    const no = created.service_request_id
    expect(await getJson(`/tokens/${no}.json`)).toEqual([{ service_request_id: no, token: no }])
    const since = new Date(clock.now().getTime() - 60_000).toISOString().replace(/\.\d+Z$/, 'Z')
    const found = RequestShape.parse(
      await getJson(`/requests.json?start_date=${since}&page_size=10`),
    )
    expect(found.map(({ service_request_id }) => service_request_id)).toContain(no)
    const refused = await post({ ...good(), api_key: 'x' })
    expect([refused.status, Array.isArray(await refused.json())]).toEqual([403, true])
    expect((await get('/tokens/none.json')).status).toBe(404)
  })

  // A port of FixMyStreet's Open311.pm: XML only, base ends in a slash, title + blank line + detail, then updates.
  it('R-311-5: FixMyStreet sends, polls and reads updates both ways, in XML', async () => {
    const form = new URLSearchParams({
      api_key: key,
      service_code: 'E01037',
      lat: '30.5928',
      long: '114.3055',
      description: '路灯不亮\n\n示例路口，三天了 & 很黑 <注意>',
      first_name: '示例',
      last_name: '居民',
    })
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
    const send = (path: string, body: URLSearchParams) =>
      app.request(
        `/open311/v2//${path}`,
        { method: 'POST', headers, body: body.toString() },
        { ports },
      )
    const sent = parser.parse(await (await send('requests.xml', form)).text()) as {
      service_requests: { request: { service_request_id: string } }
    }
    const no = sent.service_requests.request.service_request_id
    expect(no).toMatch(/^WH-\d{8}-\d{6}$/)
    const city = contextOf(ports, staffActor('city', '4201', 'own-unit'))
    await transitionTicket(city, no, { to: 'accepted', version: 1 })
    const updates = parser.parse(await (await get('/servicerequestupdates.xml')).text()) as {
      service_request_updates: {
        request_update: { service_request_id: string; status: string; update_id: string }[]
      }
    }
    const own = [updates.service_request_updates.request_update]
      .flat()
      .filter(({ service_request_id }) => service_request_id === no)
    expect(own.map(({ status }) => status)).toEqual(['INVESTIGATING'])
    const update = new URLSearchParams({
      api_key: key,
      service_request_id: no,
      description: '今天还不亮',
    })
    const taken = await send('servicerequestupdates.xml', update)
    expect(taken.status).toBe(200)
    const rows = await database.sql<{ text: string }[]>`select text from ticket_supplements`
    expect(rows.map(({ text }) => text)).toContain('今天还不亮')
    // Another system cannot write to it, and learns nothing from the answer.
    const other = (await createClient(ports, { name: '另一系统' })).apiKey
    update.set('api_key', other)
    expect((await send('servicerequestupdates.xml', update)).status).toBe(404)
  })
})
