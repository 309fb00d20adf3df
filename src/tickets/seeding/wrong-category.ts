import { categoryGroup, listCategories, type Category } from '../catalogue.ts'

/** FNV-1a: the same ticket is always in or out, whichever process asks. */
function numberOf(text: string): number {
  let hash = 0x811c9dc5
  for (const char of text) {
    hash ^= char.codePointAt(0) ?? 0
    hash = Math.imul(hash, 0x01000193) >>> 0
  }
  return hash
}

export function isSeeded(ticketNo: string, percent: number): boolean {
  return numberOf(`seed ${ticketNo}`) % 1000 < percent * 10
}

/** A matter nobody could mean: of another group than all the machine thought of. */
export function wrongCategory(ticketNo: string, thought: readonly string[]): Category | undefined {
  const all = listCategories()
  const groups = new Set(
    all.filter(({ code }) => thought.includes(code)).map((item) => categoryGroup(item)),
  )
  const others = all.filter((item) => !groups.has(categoryGroup(item)))
  return others[numberOf(`wrong ${ticketNo}`) % Math.max(1, others.length)]
}
