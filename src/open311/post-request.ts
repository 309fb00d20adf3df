import type { ServiceContext } from '../ports.ts'
import { resolvePlace } from '../regions/index.ts'
import { localDate } from '../shared/clock.ts'
import { hashToken, newId, randomToken } from '../shared/ids.ts'
import {
  listCategories,
  listPublicTickets,
  registerTicket,
  supplementAsClient,
  type Category,
} from '../tickets/index.ts'
import { Open311Error } from './errors.ts'
import { attributesOf } from './services.ts'
import { findClientByKeyHash, insertClient } from './store.ts'
import { cleanText } from './xml.ts'

/** Form fields in order of arrival; `attribute[x][]` may come several times. */
export type Fields = readonly (readonly [string, string])[]

const MAX_DESCRIPTION = 4000

/** An empty parameter is the same as none (R-311-3). */
function readOne(fields: Fields, name: string): string | undefined {
  const value = fields.find(([key]) => key === name)?.[1].trim()
  return value === undefined || value === '' ? undefined : value
}

function readAttribute(fields: Fields, code: string): string[] {
  return fields
    .filter(
      ([key, value]) =>
        (key === `attribute[${code}]` || key === `attribute[${code}][]`) && value.trim() !== '',
    )
    .map(([, value]) => value.trim())
}

/** Markup is taken out; the text between stays. */
export function stripMarkup(text: string): string {
  return cleanText(text.replaceAll(/<\/?[a-zA-Z!][^>]*>/g, '')).trim()
}

type PostContext = Pick<ServiceContext, 'sql' | 'clock' | 'vault' | 'config' | 'actor' | 'wakeup'>

/** A new key, shown once. */
export async function createClient(
  ctx: Pick<ServiceContext, 'sql' | 'clock'>,
  input: { name: string },
): Promise<{ id: string; apiKey: string }> {
  const apiKey = randomToken(160)
  const id = newId('o3c')
  await insertClient(ctx.sql, {
    id,
    name: input.name,
    keyHash: await hashToken(apiKey),
    at: ctx.clock.now(),
  })
  return { id, apiKey }
}

async function requireClient(ctx: PostContext, fields: Fields): Promise<PostContext> {
  const key = readOne(fields, 'api_key')
  const client =
    key === undefined ? undefined : await findClientByKeyHash(ctx.sql, await hashToken(key))
  if (client === undefined) throw new Open311Error(403, ['api_key is missing or wrong'])
  return { ...ctx, actor: { kind: 'client', clientId: client.id } }
}

type Point = { lat: number; long: number }

function readPoint(fields: Fields, problems: string[]): Point | null {
  const lat = readOne(fields, 'lat')
  const long = readOne(fields, 'long')
  if (lat === undefined && long === undefined) return null
  if (lat === undefined || long === undefined) {
    problems.push('lat and long are needed together')
    return null
  }
  const point = { lat: Number(lat), long: Number(long) }
  if (!(Math.abs(point.lat) <= 90)) problems.push('lat must be between -90 and 90')
  if (!(Math.abs(point.long) <= 180)) problems.push('long must be between -180 and 180')
  return point
}

function checkAttributes(fields: Fields, serviceCode: string, problems: string[]): string[] {
  const lines: string[] = []
  for (const attribute of attributesOf(serviceCode)) {
    const given = readAttribute(fields, attribute.code)
    if (attribute.required && given.length === 0) {
      problems.push(`attribute[${attribute.code}] is required`)
    }
    const names = given.map((key) => {
      const value = attribute.values?.find((item) => item.key === key)
      if (attribute.values !== undefined && value === undefined) {
        problems.push(`attribute[${attribute.code}] has no value ${key.slice(0, 40)}`)
      }
      return value?.name ?? stripMarkup(key)
    })
    if (names.length > 0) lines.push(`${attribute.description}：${names.join('、')}`)
  }
  return lines
}

function isCritical(fields: Fields, serviceCode: string): boolean {
  return attributesOf(serviceCode).some(({ code, critical }) =>
    readAttribute(fields, code).some((value) => critical.includes(value)),
  )
}

function readReporter(fields: Fields) {
  const phone = readOne(fields, 'phone') ?? null
  const name =
    [readOne(fields, 'last_name'), readOne(fields, 'first_name')].filter(Boolean).join('') || null
  if (phone === null && name === null) return null
  return {
    name: name?.slice(0, 40) ?? null,
    phone: phone?.slice(0, 30) ?? null,
    contact_pref: phone === null ? ('none' as const) : ('phone' as const),
    consent: true,
  }
}

type Draft = {
  category: Category
  point: Point | null
  address: string | null
  description: string
}

/** Every fault of the request at once, after the key and the service. */
function readDraft(fields: Fields, day: string): Draft {
  const problems: string[] = []
  const code = readOne(fields, 'service_code')
  const category = listCategories(day).find((item) => item.code === code)
  if (code !== undefined && category === undefined) {
    throw new Open311Error(404, [`service_code ${code.slice(0, 40)} was not found`])
  }
  if (code === undefined) problems.push('service_code is required')
  const point = readPoint(fields, problems)
  const address = readOne(fields, 'address_string') ?? readOne(fields, 'address_id') ?? null
  if (point === null && address === null && !problems.some((text) => text.startsWith('lat'))) {
    problems.push('lat and long, address_string or address_id is required')
  }
  const said = readOne(fields, 'description') ?? ''
  if ([...said].length > MAX_DESCRIPTION) {
    problems.push(`description may have at most ${MAX_DESCRIPTION} characters`)
  }
  const extra = code === undefined ? [] : checkAttributes(fields, code, problems)
  if (category === undefined || problems.length > 0) throw new Open311Error(400, problems)
  const text = [stripMarkup(said) || category.name, ...extra].join('\n')
  return {
    category,
    point,
    address: address === null ? null : stripMarkup(address).slice(0, 256),
    description: [...text].slice(0, MAX_DESCRIPTION).join(''),
  }
}

export async function postRequest(
  ctx: PostContext,
  input: { fields: Fields; clientKey: string | undefined },
): Promise<object[]> {
  const { fields } = input
  const own = await requireClient(ctx, fields)
  const { category, point, address, description } = readDraft(fields, localDate(ctx.clock.now()))
  const [firstLine = category.name] = description.split('\n')
  const media = readOne(fields, 'media_url')
  const clientId = own.actor.kind === 'client' ? own.actor.clientId : ''
  const place = resolvePlace(`${address ?? ''} ${firstLine}`)
  const { ticket } = await registerTicket(own, {
    channel: 'open311',
    client_key:
      input.clientKey === undefined ? null : `${clientId}:${input.clientKey.slice(0, 80)}`,
    title: [...firstLine].slice(0, 60).join(''),
    description,
    appeal_type: category.appeal_types[0] ?? 'help',
    category_code: category.code,
    address,
    location: point === null ? null : { ...point, source_crs: 'wgs84', accuracy_m: null },
    division_code: place.unsure ? null : (place.division?.code ?? null),
    urgency: isCritical(fields, category.code) ? 'critical' : category.urgency,
    reporter: readReporter(fields),
    media: media === undefined || !URL.canParse(media) ? [] : [media],
  })
  const [shown] = await listPublicTickets(ctx, {
    numbers: [ticket.ticketNo],
    categories: null,
    from: null,
    to: null,
    open: null,
    limit: 1,
    offset: 0,
  })
  return [
    {
      service_request_id: ticket.ticketNo,
      service_notice: shown?.dueText ?? '',
      account_id: readOne(fields, 'account_id') ?? '',
    },
  ]
}

export async function postUpdate(ctx: PostContext, fields: Fields): Promise<object[]> {
  const own = await requireClient(ctx, fields)
  const ticketNo = readOne(fields, 'service_request_id')
  const text = stripMarkup(readOne(fields, 'description') ?? '')
  const problems = [
    ...(ticketNo === undefined ? ['service_request_id is required'] : []),
    ...(text === '' ? ['description is required'] : []),
    ...([...text].length > 2000 ? ['description may have at most 2000 characters'] : []),
  ]
  if (ticketNo === undefined || problems.length > 0) throw new Open311Error(400, problems)
  const { updateId } = await supplementAsClient(own, { ticketNo, text })
  return [{ update_id: updateId }]
}
