import { foldText, tokenise } from '../../retrieval/index.ts'
import { findFacts } from './quantities.ts'

export type MissingCondition = { passage: number; text: string }

const CONDITION =
  /但(?:是|书)?|除外|除(?!了?夕)|不得|应当(?:先|经|在)|期限|以内|之内|日内|内(?:提出|申请|办理)|逾期|前提|必须|需(?:要|经)|下列情形|例外|不(?:适用|包括|予)|仅限|(?:经|取得)[^,。]{0,12}同意|过半数|以上/u
const ENOUGH_SHARED = 0.5
const BEARS_ON = 0.25

function grams(text: string): Set<string> {
  return new Set(tokenise(foldText(text)).filter((token) => token.length > 1))
}

function shareOf(part: ReadonlySet<string>, whole: ReadonlySet<string>): number {
  if (part.size === 0) return 1
  let shared = 0
  for (const gram of part) if (whole.has(gram)) shared++
  return shared / part.size
}

function sentencesOf(passage: string): string[] {
  return passage
    .split(/(?<=[。;;!?\n])/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.length >= 6)
}

/**
 * Conditions, exceptions and deadlines of the cited passages that bear on the question and that the answer leaves out. A warning for
 * the trace and the suite, never a reason to hold the answer back.
 */
export function missingConditions(
  answer: string,
  question: string,
  passages: readonly string[],
): MissingCondition[] {
  const said = grams(answer)
  const saidFacts = new Set(findFacts(answer).map((fact) => fact.key))
  const asked = grams(question)
  return passages.flatMap((passage, index) => {
    const bears = shareOf(asked, grams(passage)) >= BEARS_ON
    if (!bears) return []
    return sentencesOf(passage)
      .filter((sentence) => CONDITION.test(sentence))
      .filter((sentence) => {
        const facts = findFacts(sentence).filter((fact) => fact.kind !== 'article')
        const factsSaid = facts.length > 0 && facts.every((fact) => saidFacts.has(fact.key))
        return !factsSaid && shareOf(grams(sentence), said) < ENOUGH_SHARED
      })
      .map((sentence) => ({ passage: index, text: sentence }))
  })
}
