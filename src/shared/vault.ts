/**
 * Personal fields at rest: AES-256-GCM, one random nonce per value, key id in front so that a key can be rotated while
 * old rows are still readable. Format: `v1.<key id>.<base64url nonce + ciphertext>`.
 */
export type Vault = {
  readonly keyId: string
  /** Keys that only open what they once sealed: there are some while a rotation lasts. */
  readonly formerKeyIds: readonly string[]
  encrypt(plain: string): Promise<string>
  /** Throws when the value was made with a key this vault does not hold. */
  decrypt(sealed: string): Promise<string>
  /** Keyed digest for look-ups (e.g. a phone number) without storing the value. */
  digest(plain: string): Promise<string>
}

type VaultKey = { id: string; cipher: CryptoKey; mac: CryptoKey }

const encoder = new TextEncoder()

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
    char.charCodeAt(0),
  )
}

async function deriveKey(secret: string): Promise<VaultKey> {
  const material = await crypto.subtle.importKey('raw', encoder.encode(secret), 'HKDF', false, [
    'deriveKey',
    'deriveBits',
  ])
  const parameters = (info: string) => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: encoder.encode('grid-worker'),
    info: encoder.encode(info),
  })
  const cipher = await crypto.subtle.deriveKey(
    parameters('vault'),
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
  const mac = await crypto.subtle.deriveKey(
    parameters('digest'),
    material,
    { name: 'HMAC', hash: 'SHA-256', length: 256 },
    false,
    ['sign'],
  )
  const idBits = await crypto.subtle.deriveBits(parameters('key-id'), material, 48)
  return { id: toBase64Url(new Uint8Array(idBits)), cipher, mac }
}

/** `SECRET_KEY` first, then what `SECRET_KEY_FORMER` still names, separated by commas. */
export function vaultSecrets(current: string, former: string | undefined): [string, ...string[]] {
  const others = (former ?? '').split(',').map((secret) => secret.trim())
  return [current, ...others.filter((secret) => secret !== '')]
}

/** The first secret encrypts; all of them decrypt. */
export async function createVault(secrets: readonly [string, ...string[]]): Promise<Vault> {
  const [current, ...older] = await Promise.all(secrets.map(deriveKey))
  if (current === undefined) throw new Error('a vault needs a key')
  const keys = new Map([current, ...older].map((key) => [key.id, key]))
  return {
    keyId: current.id,
    formerKeyIds: older.map((key) => key.id).filter((id) => id !== current.id),
    async encrypt(plain) {
      const nonce = crypto.getRandomValues(new Uint8Array(12))
      const sealed = await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv: nonce },
        current.cipher,
        encoder.encode(plain),
      )
      const bytes = new Uint8Array(nonce.length + sealed.byteLength)
      bytes.set(nonce)
      bytes.set(new Uint8Array(sealed), nonce.length)
      return `v1.${current.id}.${toBase64Url(bytes)}`
    },
    async decrypt(sealed) {
      const [version, keyId, body] = sealed.split('.')
      const key = keyId === undefined ? undefined : keys.get(keyId)
      if (version !== 'v1' || key === undefined || body === undefined) {
        throw new Error(`sealed with an unknown key: ${version}.${keyId}`)
      }
      const bytes = fromBase64Url(body)
      const plain = await crypto.subtle.decrypt(
        { name: 'AES-GCM', iv: bytes.subarray(0, 12) },
        key.cipher,
        bytes.subarray(12),
      )
      return new TextDecoder().decode(plain)
    },
    async digest(plain) {
      const mac = await crypto.subtle.sign('HMAC', current.mac, encoder.encode(plain))
      return toBase64Url(new Uint8Array(mac))
    },
  }
}
