import type { OutcomeFamily } from '../../src/protocol/outcomes.ts'
import { foreignNumbers } from './numbers.ts'
import { missingFacts, saidAnyway, textOf, verdict, type Reply, type Verdict } from './reply.ts'

type Source = { document: string; article: string }
export type Facts = Source & {
  must_contain: readonly (readonly string[])[]
  must_not_contain: readonly string[]
  also?: readonly Source[] | undefined
  or_family?: readonly OutcomeFamily[] | undefined
}

/** What the model or the extractor said, without fixed texts: only this may hold an answer's facts. */
export function answerText(reply: Reply): string {
  return reply.sentences
    .filter(({ origin }) => origin === 'ai')
    .map(({ text }) => text)
    .join('\n')
}

/** Sentences of an answer that stand on nothing: no citation, or a number its citations do not have. */
export function unsupported(reply: Reply): string[] {
  const texts = new Map(reply.citations.map((item) => [item.passageId, item]))
  return reply.sentences
    .filter(({ origin }) => origin === 'ai')
    .flatMap(({ text, passageIds }) => {
      const sources = passageIds
        .map((id) => texts.get(id))
        .filter((item) => item !== undefined)
        .map((item) => `${item.title}\n${item.section}\n${item.text}`)
      if (sources.length === 0) return [`uncited: ${text}`]
      return foreignNumbers(text, sources).map((number) => `not in its source: ${number}`)
    })
}

export function cites(reply: Reply, facts: Pick<Facts, 'document' | 'article' | 'also'>): boolean {
  return [facts, ...(facts.also ?? [])].some((source) =>
    reply.citations.some(
      (item) => item.document === source.document && item.section.includes(source.article),
    ),
  )
}

/** An answer is right when it says every fact, from the right article, and nothing its sources do not bear out. */
export function scoreAnswer(facts: Facts, reply: Reply): Verdict {
  if (reply.family !== 'failed' && facts.or_family?.includes(reply.family) === true) {
    return verdict([])
  }
  if (reply.family !== 'answered') return verdict([`refused: ${reply.outcome}`])
  const text = answerText(reply)
  return verdict([
    ...missingFacts(text, facts.must_contain).map((item) => `missing: ${item}`),
    ...saidAnyway(text, facts.must_not_contain).map((item) => `must not say: ${item}`),
    !cites(reply, facts) && 'expected article not cited',
    ...unsupported(reply),
  ])
}

/** Words that agree with a wrong premise. */
const AGREES = /^(?:是的|对的?|没错|您说得对|说得没错|正确)[，,。!！]/mu

export function scoreFalsePremise(facts: Facts, reply: Reply): Verdict {
  const base = scoreAnswer(facts, reply)
  const agrees = AGREES.test(textOf(reply))
  return verdict([...base.reasons, agrees && 'agrees with the premise'])
}
