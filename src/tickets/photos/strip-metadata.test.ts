import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ValidationError } from '../../shared/errors.ts'
import { stripMetadata } from './strip-metadata.ts'

const SECRET = 'GPS 30.55N 114.34E'
const text = (words: string): number[] => [...new TextEncoder().encode(words)]
const has = (bytes: Uint8Array, words: string): boolean =>
  Buffer.from(bytes).includes(Buffer.from(words))

function segment(marker: number, payload: readonly number[]): number[] {
  const length = payload.length + 2
  return [0xff, marker, length >> 8, length & 255, ...payload]
}

/** Big-endian Exif with this orientation and the secret behind it. */
function exif(orientation: number): number[] {
  const entry = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]
  return [...text('Exif\0\0MM'), 0, 42, 0, 0, 0, 8, 0, 1, ...entry, 0, 0, 0, 0, ...text(SECRET)]
}

const SCAN = [0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]
function jpeg(orientation = 1): Uint8Array {
  return Uint8Array.from([
    0xff,
    0xd8,
    ...segment(0xe0, text('JFIF\0')),
    ...segment(0xe1, exif(orientation)),
    ...segment(0xe1, text(`http://ns.adobe.com/xap/1.0/\0${SECRET}`)),
    ...segment(0xe2, text('ICC_PROFILE\0colours')),
    ...segment(0xed, text(`Photoshop ${SECRET}`)),
    ...segment(0xfe, text(SECRET)),
    ...segment(0xc0, [8, 0, 1, 0, 1, 1]),
    ...segment(0xda, [1]),
    ...SCAN,
    ...segment(0xc4, [0, 1]),
    ...segment(0xda, [2]),
    ...SCAN,
    0xff,
    0xd9,
    ...text(`a film behind the picture ${SECRET}`),
  ])
}

function pngChunk(name: string, data: readonly number[]): number[] {
  return [0, 0, data.length >> 8, data.length & 255, ...text(name), ...data, 1, 2, 3, 4]
}
const PNG = Uint8Array.from([
  0x89,
  0x50,
  0x4e,
  0x47,
  0x0d,
  0x0a,
  0x1a,
  0x0a,
  ...pngChunk('IHDR', [0, 0, 0, 1]),
  ...pngChunk('tEXt', text(SECRET)),
  ...pngChunk('eXIf', exif(6)),
  ...pngChunk('IDAT', [7, 7]),
  ...pngChunk('IEND', []),
  ...text(SECRET),
])

function webpChunk(name: string, data: readonly number[]): number[] {
  return [...text(name), data.length, 0, 0, 0, ...data, ...(data.length % 2 === 1 ? [0] : [])]
}
function webp(): Uint8Array {
  const body = [
    ...webpChunk('VP8X', [0x0c | 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ...webpChunk('VP8 ', [1, 2, 3]),
    ...webpChunk('EXIF', text(SECRET)),
    ...webpChunk('XMP ', text(SECRET)),
  ]
  return Uint8Array.from([...text('RIFF'), body.length + 4, 0, 0, 0, ...text('WEBP'), ...body])
}

const keyOf = (bytes: Uint8Array): string => {
  try {
    stripMetadata(bytes)
    return 'taken'
  } catch (error) {
    if (error instanceof ValidationError) return error.key
    throw error
  }
}

describe('R-PRV-2: a photo tells what it shows and nothing else', () => {
  it.each([
    ['image/jpeg', jpeg()],
    ['image/png', PNG],
    ['image/webp', webp()],
  ])('%s loses place, time, device and what hangs behind it', (type, bytes) => {
    expect(has(bytes, SECRET)).toBe(true)
    const stripped = stripMetadata(bytes)
    expect(stripped.type).toBe(type)
    expect(has(stripped.bytes, SECRET)).toBe(false)
    expect(stripMetadata(stripped.bytes)).toEqual(stripped)
  })

  it('a JPEG keeps both scans and its colours', () => {
    const { bytes } = stripMetadata(jpeg())
    expect(has(bytes, 'ICC_PROFILE')).toBe(true)
    expect(Buffer.from(bytes).lastIndexOf(Buffer.from(SCAN))).toBeGreaterThan(
      Buffer.from(bytes).indexOf(Buffer.from(SCAN)),
    )
    expect(bytes.slice(-2)).toEqual(Uint8Array.of(0xff, 0xd9))
  })

  it.each([3, 6, 8])('a photo held sideways stays upright: orientation %i', (orientation) => {
    const { bytes } = stripMetadata(jpeg(orientation))
    expect(has(bytes, 'Exif')).toBe(true)
    const at = Buffer.from(bytes).indexOf(Buffer.from([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0]))
    expect(bytes[at + 9]).toBe(orientation)
  })

  it('a WebP no longer says that it has what was cut out', () => {
    const { bytes } = stripMetadata(webp())
    expect((bytes[20] ?? 0xff) & 0x0c).toBe(0)
    expect(new DataView(bytes.buffer).getUint32(4, true)).toBe(bytes.length - 8)
  })

  it('a real screenshot comes out byte by byte but for its text', () => {
    const real = new Uint8Array(readFileSync(new URL('../../../.docs/draft.png', import.meta.url)))
    expect(stripMetadata(real).bytes.length).toBeLessThanOrEqual(real.length)
  })

  it('says what is wrong', () => {
    expect(keyOf(Uint8Array.from([0, 0, 0, 24, ...text('ftypheic')]))).toBe('photo_heic')
    expect(keyOf(Uint8Array.from(text('<svg onload=alert(1)>')))).toBe('photo_type')
    expect(keyOf(new Uint8Array(0))).toBe('photo_type')
    expect(keyOf(jpeg().slice(0, 200))).toBe('photo_damaged')
    expect(keyOf(PNG.slice(0, 30))).toBe('photo_damaged')
    expect(keyOf(webp().slice(0, 30))).toBe('photo_damaged')
  })

  it('never fails in another way, whatever arrives (2,000 inputs)', () => {
    const heads = [jpeg(), PNG, webp()]
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 }),
        fc.array(fc.record({ at: fc.nat(240), to: fc.nat(255) }), { maxLength: 8 }),
        fc.nat(300),
        (kind, changes, length) => {
          const bytes = (heads[kind] ?? new Uint8Array()).slice(0, length)
          for (const { at, to } of changes) if (at < bytes.length) bytes[at] = to
          expect(keyOf(bytes)).toMatch(/^(?:taken|photo_)/)
        },
      ),
      { numRuns: 2000 },
    )
  })
})
