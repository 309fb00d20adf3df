/** Han characters only: how a message was tokenised or punctuated does not make it another message. */
function hanOnly(text: string): string {
  return text.normalize('NFKC').replaceAll(/[^\p{Script=Han}]/gu, '')
}

const RARE_LIMIT = 30
const SAME_SHARE = 0.9

/**
 * Finds the training rows that are a test message in another form. Tokenised rows lost their stop words, so a row is the
 * same message when nearly all its words of two or more characters stand in the test message.
 */
export function createSameMessageCheck(
  tests: readonly string[],
): (words: readonly string[]) => boolean {
  const texts = tests.map(hanOnly)
  const holders = new Map<string, number[]>()
  for (const [at, text] of texts.entries()) {
    for (const gram of new Set(
      Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2)),
    )) {
      const list = holders.get(gram)
      if (list === undefined) holders.set(gram, [at])
      else list.push(at)
    }
  }
  return (words) => {
    const telling = words.map(hanOnly).filter((word) => word.length >= 2)
    if (telling.length < 4) return false
    const candidates = new Set(
      telling.flatMap((word) => {
        const list = holders.get(word.slice(0, 2)) ?? []
        return list.length <= RARE_LIMIT ? list : []
      }),
    )
    return [...candidates].some((at) => {
      const inside = telling.filter((word) => texts[at]?.includes(word)).length
      return inside / telling.length >= SAME_SHARE
    })
  }
}
