import learned from './report-weights.json' with { type: 'json' }
import { isEnglish } from '../../shared/english.ts'
import { isLived, isTrouble, isWish } from './matters.ts'
import { asks, asksForRule, plainSpeech, pleads } from './question-form.ts'

const WEIGHTS: ReadonlyMap<string, number> = new Map(
  learned.terms
    .split(' ')
    .map((term, at): [string, number] => [term, (learned.weights[at] ?? 0) / learned.scale]),
)
const MAX_READ = 120

/** Pieces of one to three characters, where the text begins and ends, and how it is built. */
export function reportFeatures(text: string): string[] {
  const plain = `^${text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s。.!！]+/gu, '')
    .slice(0, MAX_READ)}$`
  const chars = [...plain]
  const found = new Set<string>()
  for (let size = 1; size <= 3; size++)
    for (let at = 0; at + size <= chars.length; at++) found.add(chars.slice(at, at + size).join(''))
  if (asks(text)) found.add('#asks')
  if (asksForRule(text)) found.add('#rule')
  if (pleads(text)) found.add('#pleads')
  return [...found]
}

/** Log-odds that somebody is to come and see to it, rather than something to be looked up. Learned once (`npm run train:reports`). */
export function scoreReport(text: string): number {
  let sum = 0
  let known = 0
  for (const feature of reportFeatures(text)) {
    const weight = WEIGHTS.get(feature)
    if (weight === undefined) continue
    sum += weight
    known += 1
  }
  return learned.bias + sum / Math.sqrt(known + 1)
}

/** What must be reached by a statement, and by what has the shape of a question. */
const STATED_SCORE = 1.5
const ASKED_SCORE = 2
const SHORTEST = 5
/** The bare name of a procedure, and who says outright that something is to be told. */
const TO_LOOK_UP =
  /^.{2,10}(?:办理|申请|认定|入户|领取|登记|报销|转移|补办|流程|条件|手续|政策|标准|材料)$|^.{0,6}(?:打听|咨询|想问|请问|想了解|问一下|了解一下)/u

/** The name of a procedure, or a wish to know: something for the documents, though it has no question mark. */
export function looksUp(text: string): boolean {
  return TO_LOOK_UP.test(text.trim())
}

/** Where no rule for reports applies: many tell what is wrong in words no list holds. */
export function soundsLikeReport(text: string): boolean {
  const plain = plainSpeech(text)
  // What was learned is Chinese.
  if (isEnglish(text) || [...plain].length < SHORTEST || looksUp(plain) || asksForRule(plain))
    return false
  if (isWish(plain)) return false
  if (!asks(plain)) return scoreReport(text) > STATED_SCORE
  // A question that neither begs nor tells of anything wrong is a question, whatever it is about.
  if (!pleads(plain) && !isTrouble(plain) && !isLived(plain)) return false
  return scoreReport(text) > ASKED_SCORE
}
