/** A message as a unit vector over its rare pairs of characters. */
export type TextVector = ReadonlyMap<string, number>
export type DuplicateText = { title: string; body: string }

/** The rarest pairs carry the matter; the long tail of a letter only costs time. */
const KEPT_PAIRS = 60

/** As if so many other texts were there as well: among two texts, what they share is not thereby common. */
const BACKGROUND = 50

/** The title names the matter; the letter below it tells a life. */
const TITLE_WEIGHT = 3

function countPairs(text: string, weight: number, counts: Map<string, number>): void {
  const runs = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{Script=Han}a-z0-9]+/u)
  for (const run of runs) {
    const chars = [...run]
    for (let at = 1; at < chars.length; at += 1) {
      const pair = `${chars[at - 1]}${chars[at]}`
      counts.set(pair, (counts.get(pair) ?? 0) + weight)
    }
  }
}

function countText({ title, body }: DuplicateText): Map<string, number> {
  const counts = new Map<string, number>()
  countPairs(title, TITLE_WEIGHT, counts)
  countPairs(body, 1, counts)
  return counts
}

/**
 * Weighs each pair by how few of the given texts have it: among complaints about one street, the street's name says
 * little and the mixing plant says much.
 */
export function vectorise(texts: readonly DuplicateText[]): TextVector[] {
  const counted = texts.map(countText)
  const frequency = new Map<string, number>()
  for (const counts of counted) {
    for (const pair of counts.keys()) frequency.set(pair, (frequency.get(pair) ?? 0) + 1)
  }
  return counted.map((counts) => {
    const cells = [...counts].map(
      ([pair, count]) =>
        [
          pair,
          (1 + Math.log(count)) *
            Math.log((texts.length + BACKGROUND) / ((frequency.get(pair) ?? 0) + 0.5)),
        ] as const,
    )
    const kept = cells
      .filter(([, value]) => value > 0)
      .toSorted((a, b) => b[1] - a[1])
      .slice(0, KEPT_PAIRS)
    return toUnit(new Map(kept))
  })
}

export function toUnit(vector: ReadonlyMap<string, number>): TextVector {
  let square = 0
  for (const value of vector.values()) square += value * value
  const scale = square === 0 ? 0 : 1 / Math.sqrt(square)
  return new Map([...vector].map(([pair, value]) => [pair, value * scale]))
}

/** Cosine, 0…1. */
export function similarity(a: TextVector, b: TextVector): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a]
  let sum = 0
  for (const [pair, value] of small) sum += value * (large.get(pair) ?? 0)
  return sum
}
