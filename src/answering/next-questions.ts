const MOST = 3
/** Above this share of common character pairs two questions ask the same. */
const SAME = 0.5

type Found = { relatedQuestions: readonly string[]; cited: boolean }

/**
 * Next questions the knowledge base can answer: those written beside the passages cited, then one of each other passage
 * found. What was just asked is not asked again in other words.
 */
export function nextQuestions(asked: string, found: readonly Found[]): string[] {
  const ofCited = found.filter(({ cited }) => cited).flatMap((item) => item.relatedQuestions)
  const ofOthers = found
    .filter(({ cited }) => !cited)
    .flatMap((item) => item.relatedQuestions.slice(0, 1))
  const chosen: string[] = []
  for (const question of [...ofCited, ...ofOthers]) {
    if (chosen.length === MOST) break
    if ([asked, ...chosen].every((other) => likeness(question, other) < SAME)) chosen.push(question)
  }
  return chosen
}

function pairs(text: string): Set<string> {
  const plain = text.replaceAll(/[\s\p{P}吗呢的]+/gu, '')
  return new Set(
    Array.from({ length: Math.max(plain.length - 1, 1) }, (_, i) => plain.slice(i, i + 2)),
  )
}

/** Share of the shorter question's character pairs that the other has too. */
function likeness(a: string, b: string): number {
  const [left, right] = [pairs(a), pairs(b)]
  const common = [...left].filter((pair) => right.has(pair)).length
  return common / Math.min(left.size, right.size)
}
