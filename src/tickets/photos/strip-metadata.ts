import { ValidationError } from '../../shared/errors.ts'

export const PHOTO_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const
export type PhotoType = (typeof PHOTO_TYPES)[number]
export type Photo = { type: PhotoType; bytes: Uint8Array<ArrayBuffer> }

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** What a picture needs to look the same; text, time and Exif chunks are none of it. */
const PNG_KEPT = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP'.split(' '),
)
const WEBP_KEPT = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ICCP', 'ANIM', 'ANMF'])
const WEBP_EXIF_AND_XMP = 0x08 | 0x04
const HEIF_BRANDS = /^(?:hei[cfsmx]|hev[cmsx]|mif1|msf1|avi[fs])$/

const damaged = (): ValidationError => new ValidationError('photo', 'damaged', 'photo_damaged')

function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length))
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/**
 * The picture and nothing else: by its first bytes, not by its name. Where it was taken, with what and when is cut out, as is anything
 * that hangs behind the picture. Throws ValidationError `photo_heic`, `photo_type` or `photo_damaged`.
 */
export function stripMetadata(bytes: Uint8Array): Photo {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return { type: 'image/jpeg', bytes: stripJpeg(bytes) }
  if (PNG_SIGNATURE.every((byte, at) => bytes[at] === byte))
    return { type: 'image/png', bytes: stripPng(bytes) }
  if (textAt(bytes, 0, 4) === 'RIFF' && textAt(bytes, 8, 4) === 'WEBP')
    return { type: 'image/webp', bytes: stripWebp(bytes) }
  if (textAt(bytes, 4, 4) === 'ftyp' && HEIF_BRANDS.test(textAt(bytes, 8, 4)))
    throw new ValidationError('photo', 'HEIC', 'photo_heic')
  throw new ValidationError('photo', 'no JPEG, PNG or WebP', 'photo_type')
}

/** Tables, frames, scans, the colour profile and Adobe's colour marker stay; every other application segment and comment goes. */
function isKeptInJpeg(marker: number, payload: Uint8Array): boolean {
  if (marker === 0xe2) return textAt(payload, 0, 11) === 'ICC_PROFILE'
  if (marker === 0xe0 || marker === 0xee) return true
  return !(marker >= 0xe1 && marker <= 0xef) && marker !== 0xfe
}

function stripJpeg(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: Uint8Array[] = [bytes.subarray(0, 2)]
  let at = 2
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) throw damaged()
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === 0xd9) break
    const end = at + 2 + view.getUint16(at + 2)
    if (end > bytes.length) throw damaged()
    const payload = bytes.subarray(at + 4, end)
    if (isKeptInJpeg(marker, payload)) parts.push(bytes.subarray(at, end))
    const turned = marker === 0xe1 ? orientationOf(payload) : 1
    if (turned !== 1) parts.push(orientationSegment(turned))
    at = end
    if (marker !== 0xda) continue
    at = endOfScan(bytes, end)
    parts.push(bytes.subarray(end, at))
  }
  if (parts.length < 3 || bytes[at] !== 0xff || bytes[at + 1] !== 0xd9) throw damaged()
  return join([...parts, Uint8Array.of(0xff, 0xd9)])
}

/** Where the next marker begins: inside a scan 0xFF is followed by 0 or by a restart marker. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    if (bytes[at] !== 0xff) continue
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  throw damaged()
}

/** 1 (upright) to 8 from an Exif payload; without it a photo from a phone lies on its side. */
function orientationOf(payload: Uint8Array): number {
  if (textAt(payload, 0, 6) !== 'Exif\0\0' || payload.length < 14) return 1
  const view = new DataView(payload.buffer, payload.byteOffset + 6, payload.byteLength - 6)
  const little = view.getUint16(0) === 0x4949
  const directory = view.getUint32(4, little)
  if (directory + 2 > view.byteLength) return 1
  const entries = view.getUint16(directory, little)
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directory + 2 + entry * 12
    if (at + 12 > view.byteLength) return 1
    if (view.getUint16(at, little) !== 0x0112) continue
    const value = view.getUint16(at + 8, little)
    return value >= 1 && value <= 8 ? value : 1
  }
  return 1
}

/** An Exif segment that holds this one number. */
function orientationSegment(orientation: number): Uint8Array {
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1]
  const payload = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff, 0, orientation, 0, 0, 0, 0, 0, 0]
  return Uint8Array.of(0xff, 0xe1, 0, payload.length + 2, ...payload)
}

function stripPng(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: Uint8Array[] = [bytes.subarray(0, 8)]
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + view.getUint32(at)
    if (end > bytes.length) throw damaged()
    const name = textAt(bytes, at + 4, 4)
    if (PNG_KEPT.has(name)) parts.push(bytes.subarray(at, end))
    if (name === 'IEND') return join(parts)
    at = end
  }
  throw damaged()
}

function stripWebp(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const size = view.getUint32(4, true) + 8
  if (size > bytes.length) throw damaged()
  const parts: Uint8Array[] = []
  for (let at = 12; at + 8 <= size;) {
    const length = view.getUint32(at + 4, true)
    const end = at + 8 + length + (length % 2)
    if (end > bytes.length) throw damaged()
    const name = textAt(bytes, at, 4)
    if (WEBP_KEPT.has(name)) {
      const chunk = bytes.slice(at, end)
      if (name === 'VP8X') chunk[8] = (chunk[8] ?? 0) & ~WEBP_EXIF_AND_XMP
      parts.push(chunk)
    }
    at = end
  }
  if (parts.length === 0) throw damaged()
  const header = bytes.slice(0, 12)
  const body = join(parts)
  new DataView(header.buffer).setUint32(4, body.length + 4, true)
  return join([header, body])
}
