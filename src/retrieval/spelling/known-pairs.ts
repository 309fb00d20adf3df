import artefact from '../model/known-pairs.json' with { type: 'json' }
import { termPlace } from '../terms.ts'

// Which two characters follow each other in written Chinese, of laws and of people who ask: a set by its bits, in which
// about one unknown pair in a hundred is taken for a known one and none the other way round.

export type KnownPairs = { readonly notice: string; readonly hashes: number; readonly bits: string }

export function buildKnownPairs(
  pairs: Iterable<string>,
  { notice, size, hashes }: { notice: string; size: number; hashes: number },
): KnownPairs {
  const bytes = new Uint8Array(size / 8)
  for (const pair of pairs) {
    for (const bit of bitsOf(pair, hashes, size)) {
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (1 << (bit & 7))
    }
  }
  return {
    notice,
    hashes,
    bits: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')),
  }
}

export function readKnownPairs({ bits, hashes }: KnownPairs): (pair: string) => boolean {
  const bytes = Uint8Array.from(atob(bits), (char) => char.charCodeAt(0))
  const size = bytes.length * 8
  return (pair) =>
    bitsOf(pair, hashes, size).every((bit) => ((bytes[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0)
}

function bitsOf(pair: string, hashes: number, size: number): number[] {
  return Array.from({ length: hashes }, (_, at) => termPlace(`${at}${pair}`) % size)
}

let shipped: ReturnType<typeof readKnownPairs> | undefined

export const isKnownPair = (pair: string): boolean => (shipped ??= readKnownPairs(artefact))(pair)
