import { raisesAlarm } from '../answering/index.ts'
import { getConversationView, type Conversation } from '../conversations/index.ts'
import { findSite, hitLimit, hitLimits, type Limit } from '../operations/index.ts'
import { LimitError } from '../shared/errors.ts'
import { serviceContext, type HttpContext } from './env.ts'

/** Per caller and window, shared between processes. Never placed in front of the emergency gate (R-OPS-4). */
const LIMITS = {
  'ticket-lookup': { max: 20, windowSeconds: 60 },
  'open311-post': { max: 120, windowSeconds: 60 },
  photo: { max: 30, windowSeconds: 600 },
  transcription: { max: 12, windowSeconds: 60 },
  copilot: { max: 30, windowSeconds: 600 },
  'staff-link': { max: 10, windowSeconds: 600 },
  'staff-password': { max: 10, windowSeconds: 600 },
} as const

export async function limitRequests(
  c: HttpContext,
  name: keyof typeof LIMITS,
  subject: string = clientAddress(c),
): Promise<void> {
  await hitLimit(serviceContext(c), { name, subject, ...LIMITS[name] })
}

const TURN_LIMITS = {
  /** One every two seconds, all minute long: more than a person types. */
  'turn-device': { max: 30, windowSeconds: 60 },
  /** A street office, a school or a mobile network stands behind one address. */
  'turn-address': { max: 600, windowSeconds: 60 },
  'conversation-address': { max: 300, windowSeconds: 600 },
  'ticket-device': { max: 20, windowSeconds: 600 },
  /** A whole street office stands behind one address; who guesses is stopped by the lock on the name. */
  'staff-sign-in': { max: 30, windowSeconds: 60 },
} as const

function limitOf(name: keyof typeof TURN_LIMITS, subject: string): Limit {
  return { name, subject, ...TURN_LIMITS[name] }
}

/** A new conversation costs a row and is no answer: it may be refused. Nobody is in danger before they have written. */
export async function limitConversations(c: HttpContext): Promise<void> {
  const address = publicAddress(c)
  if (address === undefined) return
  await hitLimits(serviceContext(c), [limitOf('conversation-address', address)])
}

/** Every try of a password, a code or the identity provider. */
export async function limitSignIn(c: HttpContext): Promise<void> {
  const address = publicAddress(c)
  if (address === undefined) return
  await hitLimits(serviceContext(c), [limitOf('staff-sign-in', address)])
}

export async function limitTickets(c: HttpContext, conversation: Conversation): Promise<void> {
  await hitLimits(serviceContext(c), [limitOf('ticket-device', conversation.id)])
}

/**
 * Counts a message against device, address and site, in one statement. Over a limit, words of danger still go to the gate,
 * which asks no model and costs little; so does everything said in safety mode (R-OPS-4).
 */
export async function limitTurns(
  c: HttpContext,
  input: { conversation: Conversation; text: string },
): Promise<void> {
  const ctx = serviceContext(c)
  const { conversation, text } = input
  const limits = [limitOf('turn-device', conversation.id)]
  const address = publicAddress(c)
  if (address !== undefined) limits.push(limitOf('turn-address', address))
  const site = await findSite(ctx, c.req.header('X-Site-Key') ?? '')
  if (site !== undefined) {
    const { id: subject, perMinute: max } = site
    limits.push({ name: 'turn-site', subject, max, windowSeconds: 60 })
  }
  try {
    await hitLimits(ctx, limits)
  } catch (error) {
    if (!(error instanceof LimitError)) throw error
    if (conversation.safetyMode !== null || raisesAlarm(text)) return
    const { messages } = await getConversationView(ctx, conversation)
    const history = messages.flatMap(({ role, text: said }) =>
      role === 'system' ? [] : [{ role, text: said }],
    )
    if (!raisesAlarm(text, history)) throw error
  }
}

/**
 * The address to count by. None for the machine itself: that is an operator's own tool, or a proxy nobody configured, and
 * one limit for everybody behind it would close the service (TRUSTED_PROXIES opens what lies behind).
 */
function publicAddress(c: HttpContext): string | undefined {
  const address = clientAddress(c)
  const isOwn = /^(?:::ffff:)?127\.|^::1$|^$|^unknown$/.test(address)
  return isOwn ? undefined : address
}

/** The peer's address; a forwarded one only when the peer is a proxy we trust (TRUSTED_PROXIES). */
export function clientAddress(c: HttpContext): string {
  const peer = c.env.clientAddress ?? 'unknown'
  const { TRUSTED_PROXIES } = c.env.ports.config
  const forwarded = (c.req.header('X-Forwarded-For') ?? '').split(',').map((part) => part.trim())
  let address = peer
  while (isTrusted(address, TRUSTED_PROXIES) && forwarded.length > 0) {
    const next = forwarded.pop()
    if (next === undefined || next === '') break
    address = next
  }
  return address
}

/** The sign-in library counts and notes the address by this header, which a caller may have written himself. */
export function withAddress(c: HttpContext): Request {
  if (c.env.clientAddress === undefined) return c.req.raw
  const headers = new Headers(c.req.raw.headers)
  headers.set('X-Forwarded-For', clientAddress(c).replace(/^::ffff:/, ''))
  return new Request(c.req.raw, { headers })
}

function isTrusted(address: string, trusted: readonly string[]): boolean {
  const plain = address.replace(/^::ffff:/, '')
  return trusted.some((entry) => {
    const [network = '', bits] = entry.split('/')
    if (bits === undefined) return network === plain
    return inIpv4Range(plain, network, Number(bits))
  })
}

function inIpv4Range(address: string, network: string, bits: number): boolean {
  const a = ipv4(address)
  const n = ipv4(network)
  if (a === undefined || n === undefined || bits < 0 || bits > 32) return false
  const mask = bits === 0 ? 0 : (-1 << (32 - bits)) >>> 0
  return (a & mask) >>> 0 === (n & mask) >>> 0
}

function ipv4(text: string): number | undefined {
  const parts = text.split('.').map(Number)
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255))
    return undefined
  return parts.reduce((sum, part) => sum * 256 + part, 0) >>> 0
}
