/** A question with its vector at unit length. */
export type Embedded = { text: string; vector: Float32Array }
export type QuestionGroup<T> = { items: T[] }

/** Paraphrases stand at 0.66 to 0.97, other matters mostly below 0.5; 水费 and 暖气费 (0.71) fall together. */
export const SAME_MATTER = 0.65

function similarity(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0)
  return sum
}

/**
 * Puts each question to the group whose first question is nearest, or opens one. Against the first and not the mean, so
 * that a group cannot wander from matter to matter. Largest groups first; equal ones keep their order.
 */
export function groupQuestions<T extends Embedded>(questions: readonly T[]): QuestionGroup<T>[] {
  const groups: { head: T; items: T[] }[] = []
  for (const question of questions) {
    let best: { head: T; items: T[] } | undefined
    let bestScore = SAME_MATTER
    for (const group of groups) {
      const score =
        group.head.text === question.text ? 1 : similarity(group.head.vector, question.vector)
      if (score >= bestScore) {
        best = group
        bestScore = score
      }
    }
    if (best === undefined) groups.push({ head: question, items: [question] })
    else best.items.push(question)
  }
  return groups.map(({ items }) => ({ items })).toSorted((a, b) => b.items.length - a.items.length)
}
