const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz' // Crockford base 32: no i, l, o, u to misread

function encodeBase32(bytes: Uint8Array): string {
  let bits = 0
  let value = 0
  let out = ''
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    while (bits >= 5) {
      out += ALPHABET[(value >>> (bits - 5)) & 31]
      bits -= 5
    }
    value &= (1 << bits) - 1
  }
  return bits > 0 ? out + ALPHABET[(value << (5 - bits)) & 31] : out
}

function timePrefix(nowMs: number): string {
  let rest = nowMs
  let out = ''
  for (let i = 0; i < 9; i++) {
    out = ALPHABET[rest % 32] + out
    rest = Math.floor(rest / 32)
  }
  return out
}

/** `tkt_01…`: rises with time (good for B-trees), 80 random bits behind it. */
export function newId(prefix: string, nowMs = Date.now()): string {
  return `${prefix}_${timePrefix(nowMs)}${encodeBase32(crypto.getRandomValues(new Uint8Array(10)))}`
}

/** A secret of at least `bits` random bits, in an alphabet a person can read aloud. */
export function randomToken(bits = 256): string {
  return encodeBase32(crypto.getRandomValues(new Uint8Array(Math.ceil(bits / 8))))
}

/** Hex SHA-256; how tokens and codes are stored. Use for secrets of ≥ 40 random bits only. */
export async function hashToken(text: string): Promise<string> {
  return sha256Hex(text)
}

export async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Compares two digests without leaking where they differ. */
export function equalDigests(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i)
  return difference === 0
}
