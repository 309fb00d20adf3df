import { foldText } from '../../retrieval/index.ts'
import { findBodies } from './bodies.ts'
import { findTurnedRound } from './modality.ts'
import { type Fact, type FactKind, findFacts } from './quantities.ts'

export type FailedClaim = { kind: FactKind | 'body' | 'modality'; text: string }
export type SentenceCheck = { ok: boolean; failed: FailedClaim[] }

export type CheckOptions = {
  /** Numbers of the verified table, which need no passage. */
  allowedNumbers?: readonly string[]
  /** A figure of the question may be repeated where the sentence denies it ("不是30天"). */
  question?: string
}

const DENIES = /不是|并非|不对|没有规定|不等于|而不是|有误|不正确/u

function keysOf(texts: readonly string[]): Set<string> {
  return new Set(texts.flatMap((text) => findFacts(text).map((fact) => fact.key)))
}

/** 6月1日 is stated by 2026年6月1日, 2026年 by 2026年6月; 12345 may stand in a passage as a bare number. */
function isStated(fact: Fact, stated: ReadonlySet<string>): boolean {
  if (stated.has(fact.key)) return true
  const value = fact.key.slice(fact.key.indexOf(':') + 1)
  if (fact.kind === 'date') {
    return [...stated].some(
      (key) =>
        key.startsWith('date:') &&
        (`-${key.slice(5)}`.endsWith(`-${value}`) || key.startsWith(`date:${value}-`)),
    )
  }
  if (fact.kind === 'phone') return stated.has(`number:${value}`)
  return fact.kind === 'number' && stated.has(`phone:${value}`)
}

/** Each figure, article and named body of the sentence must stand in the passages it cites, and nothing be turned round (R-KB-3). */
export function checkSentence(
  sentence: string,
  passages: readonly string[],
  options: CheckOptions = {},
): SentenceCheck {
  const stated = keysOf(passages)
  for (const number of options.allowedNumbers ?? [])
    stated.add(`phone:${number.replaceAll('-', '')}`)
  if (options.question !== undefined && DENIES.test(sentence)) {
    for (const fact of findFacts(options.question)) stated.add(fact.key)
  }
  const failed: FailedClaim[] = findFacts(sentence)
    .filter((fact) => !isStated(fact, stated))
    .map(({ kind, text }) => ({ kind, text }))
  for (const text of findTurnedRound(sentence, passages)) failed.push({ kind: 'modality', text })
  return { ok: failed.length === 0 && bodiesStated(sentence, passages, failed), failed }
}

function bodiesStated(
  sentence: string,
  passages: readonly string[],
  failed: FailedClaim[],
): boolean {
  const folded = passages.map(foldText).join('\n')
  const known = new Set(passages.flatMap((passage) => findBodies(passage).map((body) => body.key)))
  const missing = findBodies(sentence).filter(
    (body) => !known.has(body.key) && !folded.includes(body.text),
  )
  failed.push(...missing.map((body) => ({ kind: 'body' as const, text: body.text })))
  return missing.length === 0
}
