import type { Outcome, OutcomeFamily } from '../../src/protocol/outcomes.ts'

/** One turn as the resident saw it, with the words its citations open. Everything a scorer may look at. */
export type Reply = {
  turnId: string
  outcome: Outcome | 'failed'
  family: OutcomeFamily | 'failed'
  sentences: { text: string; origin: 'ai' | 'system'; passageIds: string[] }[]
  citations: { passageId: string; document: string; title: string; section: string; text: string }[]
  /** Kind of the emergency card, null when none was shown. */
  card: { kind: string; numbers: string[]; text: string } | null
  choices: { prompt: string; texts: string[] } | null
  drafts: Draft[]
  handoff: string | null
  milliseconds: number
}

export type Draft = {
  /** The proposed category first, then the other candidates. */
  categories: string[]
  appealType: string | null
  urgency: string | null
  place: string | null
  since: string | null
  /** The resident's words on the card. */
  told: string
}

export type Verdict = { pass: boolean; reasons: string[] }

export function verdict(reasons: readonly (string | false)[]): Verdict {
  const given = reasons.filter((reason) => reason !== false)
  return { pass: given.length === 0, reasons: given }
}

/** All words on the resident's screen. */
export function textOf(reply: Reply): string {
  return [
    ...(reply.card === null ? [] : [reply.card.text]),
    ...reply.sentences.map(({ text }) => text),
    ...(reply.choices === null ? [] : [reply.choices.prompt]),
    ...(reply.handoff === null ? [] : [reply.handoff]),
  ]
    .filter((text) => text !== '')
    .join('\n')
}

/** Full-width digits and punctuation, spaces and case must not decide whether a fact was said. */
export function fold(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s+/g, '').toLowerCase()
}

export function says(text: string, words: string): boolean {
  return fold(text).includes(fold(words))
}

/** A group is met by any of its spellings; returned are the groups nobody met. */
export function missingFacts(text: string, groups: readonly (readonly string[])[]): string[] {
  return groups
    .filter((group) => !group.some((words) => says(text, words)))
    .map((group) => group.join('|'))
}

export function saidAnyway(text: string, words: readonly string[]): string[] {
  return words.filter((item) => says(text, item))
}
