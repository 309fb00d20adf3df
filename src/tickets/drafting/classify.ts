import type { CategoryCandidate } from '../../protocol/tickets.ts'
import { listCategories, type Category } from '../catalogue.ts'

/** Below this nothing is preset and a person chooses (R-CAT-3). */
export const PRESET_CONFIDENCE = 0.6

function bigrams(text: string): Set<string> {
  const chars = [...text]
  return new Set(chars.slice(1).map((char, i) => `${chars[i]}${char}`))
}

type Indexed = { category: Category; nameGrams: Set<string> }

const INDEX: readonly Indexed[] = listCategories().map((category) => ({
  category,
  nameGrams: bigrams(category.name.replace(/异常$/, '')),
}))

/**
 * Top three by the catalogue's own words: a synonym counts by its length, the name by the share of its word pairs. The
 * confidence is a share of the best score against its rivals, so two near-equal readings preset nothing.
 */
export function classifyByCatalogue(text: string): CategoryCandidate[] {
  const grams = bigrams(text)
  const scored = INDEX.map(({ category, nameGrams }) => {
    const hits = category.synonyms.filter((synonym) => text.includes(synonym))
    const synonymScore = hits.reduce((best, hit) => Math.max(best, [...hit].length), 0)
    const shared = [...nameGrams].filter((gram) => grams.has(gram))
    const nameScore =
      nameGrams.size === 0 ? 0 : (shared.length / nameGrams.size) * Math.min(3, nameGrams.size)
    const extra = Math.max(0, hits.length - 1) * 0.5
    return { category, score: synonymScore + nameScore + extra, why: [...hits, ...shared] }
  })
    .filter(({ score }) => score >= 1)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 3)
  const total = scored.reduce((sum, { score }) => sum + score ** 2, 0)
  return scored.map(({ category, score, why }) => ({
    code: category.code,
    name: category.name,
    confidence:
      Math.round(Math.min(0.95, (score ** 2 / total) * Math.min(1, score / 3)) * 100) / 100,
    why: [...new Set(why)].slice(0, 4),
  }))
}
