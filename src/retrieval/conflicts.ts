import { tokenise } from './tokens.ts'
import type { Passage } from './passage.ts'

/** Shares of both passages' tokens that the other has too, from which two texts speak about the same matter. */
const SAME_MATTER = { ofShorter: 0.5, ofLonger: 0.2 }
/** A stronger source that hardly answers the question does not displace one that does. */
const LEAST_RELEVANCE = 0.3

function isSameMatter(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  const [short, long] = left.size <= right.size ? [left, right] : [right, left]
  if (short.size === 0) return false
  let shared = 0
  for (const token of short) if (long.has(token)) shared += 1
  return shared >= SAME_MATTER.ofShorter * short.size && shared >= SAME_MATTER.ofLonger * long.size
}

function isStronger(a: Passage, b: Passage): boolean {
  if (a.levelRank !== b.levelRank) return a.levelRank < b.levelRank
  const [newer, older] = [a.effectiveFrom ?? a.publishedAt, b.effectiveFrom ?? b.publishedAt]
  return newer !== null && older !== null && newer > older
}

function pairs(text: string): Set<string> {
  return new Set(tokenise(text).filter((token) => token.length > 1))
}

/**
 * R-KB-2: where two documents speak about the same matter, the higher level stands first, then the newer; the weaker
 * one stays in the list, marked, so that an answer can name it but not rest on it.
 */
export function settleConflicts(passages: readonly Passage[]): Passage[] {
  // Most lists hold nothing of unlike authority, and then no text needs to be read.
  const sets = new Map<string, Set<string>>()
  const pairsOf = ({ passageId, text }: Passage): Set<string> => {
    const known = sets.get(passageId) ?? pairs(text)
    sets.set(passageId, known)
    return known
  }
  const settled = [...passages]
  for (let low = 0; low < settled.length; low += 1) {
    for (let high = 0; high < settled.length; high += 1) {
      const [weak, strong] = [settled[low], settled[high]]
      if (weak === undefined || strong === undefined || weak.documentId === strong.documentId)
        continue
      if (weak.outrankedBy !== null || strong.outrankedBy !== null || !isStronger(strong, weak))
        continue
      if (strong.scores.fused < LEAST_RELEVANCE * weak.scores.fused) continue
      if (!isSameMatter(pairsOf(weak), pairsOf(strong))) continue
      settled[low] = { ...weak, outrankedBy: strong.passageId }
    }
  }
  return placeStrongerFirst(settled)
}

function placeStrongerFirst(passages: readonly Passage[]): Passage[] {
  const ordered = [...passages]
  for (const weak of passages) {
    if (weak.outrankedBy === null) continue
    const at = ordered.findIndex((passage) => passage.passageId === weak.passageId)
    const strongAt = ordered.findIndex((passage) => passage.passageId === weak.outrankedBy)
    const strong = ordered[strongAt]
    if (strong === undefined || strongAt < at) continue
    ordered.splice(strongAt, 1)
    ordered.splice(at, 0, strong)
  }
  return ordered.map((passage, at) => ({ ...passage, rank: at + 1 }))
}
