import { hitLimit } from '../operations/index.ts'
import { serviceContext, type HttpContext } from './env.ts'

/** Per caller and window, shared between processes. Never placed in front of the emergency gate (R-OPS-4). */
const LIMITS = {
  'ticket-lookup': { max: 20, windowSeconds: 60 },
  'open311-post': { max: 120, windowSeconds: 60 },
  transcription: { max: 12, windowSeconds: 60 },
  'staff-link': { max: 10, windowSeconds: 600 },
} as const

export async function limitRequests(c: HttpContext, name: keyof typeof LIMITS): Promise<void> {
  await hitLimit(serviceContext(c), { name, subject: clientAddress(c), ...LIMITS[name] })
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
