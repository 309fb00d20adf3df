/** What a feature counts that training never kept: it makes a text longer, and so every sign in it smaller. */
const UNKNOWN = 4

export function lengthOf(
  features: readonly string[],
  rarities: ReadonlyMap<string, number>,
): number {
  let sum = 1
  for (const feature of features) sum += (rarities.get(feature) ?? UNKNOWN) ** 2
  return Math.sqrt(sum)
}
