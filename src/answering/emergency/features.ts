import { HAZARD_CUES } from './cues-hazards.ts'
import { PEOPLE_CUES } from './cues-people.ts'
import type { CueSheet } from './cue-sheet.ts'
import { type Guard, guardedBy } from './guards.ts'
import type { EmergencyKind } from './kinds.ts'
import { type Rule, RULES } from './rules.ts'

const CUE_SHEETS: readonly CueSheet[] = [...HAZARD_CUES, ...PEOPLE_CUES]

export type RuleHit = {
  rule: Rule
  evidence: string
  start: number
  end: number
  outcome: 'passed' | 'excepted' | Guard
}
type CueScore = { kind: EmergencyKind; score: number; need: number }

/** Everything the gate notices about a folded text; the weights decide what it amounts to. */
export type Noticed = { hits: RuleHit[]; features: string[] }

const SENTENCE_ENDS = '。!?'
const TEXT_GUARDS: readonly Guard[] = [
  'hypothetical',
  'past',
  'longPast',
  'resolved',
  'policy',
  'media',
  'hearsay',
  'chronic',
]

function sentenceAround(text: string, start: number, end: number): { from: number; to: number } {
  let from = start
  while (from > 0 && !SENTENCE_ENDS.includes(text[from - 1] ?? '')) from--
  let to = end
  while (to < text.length && !SENTENCE_ENDS.includes(text[to - 1] ?? '')) to++
  return { from, to }
}

function judge(rule: Rule, text: string, start: number, end: number): RuleHit['outcome'] {
  if (rule.except?.test(text.slice(Math.max(0, start - 8), end + 8)) === true) return 'excepted'
  const { from, to } = sentenceAround(text, start, end)
  return (
    guardedBy(rule.guards, text.slice(from, to), { start: start - from, end: end - from }) ??
    'passed'
  )
}

/** The first match that passes, or else the first match with what took it back. */
function hitOf(rule: Rule, text: string): RuleHit | undefined {
  let first: RuleHit | undefined
  for (const match of text.matchAll(rule.pattern)) {
    if (match[0] === '') continue
    const start = match.index
    const end = start + match[0].length
    const hit: RuleHit = {
      rule,
      evidence: match[0],
      start,
      end,
      outcome: judge(rule, text, start, end),
    }
    if (hit.outcome === 'passed') return hit
    first ??= hit
  }
  return first
}

function weigh(groups: CueSheet['signs'], text: string): number {
  return groups.reduce((sum, [weight, pattern]) => (pattern.test(text) ? sum + weight : sum), 0)
}

/** Persons and places alone are everyday life: without one sign of the danger the rest counts nothing. */
function cueOf(sheet: CueSheet, text: string): CueScore | undefined {
  const signs = weigh(sheet.signs, text)
  if (signs === 0) return undefined
  return { kind: sheet.kind, score: signs + weigh(sheet.setting, text), need: sheet.need }
}

function ruleFeatures(hits: readonly RuleHit[]): string[] {
  const features = hits.flatMap(({ rule, outcome }) => {
    if (outcome === 'passed') return [`R:${rule.kind}`, 'PASS']
    return [`R:${rule.kind}`, outcome === 'excepted' ? `X:${rule.kind}` : `RG:${outcome}`]
  })
  return features
}

function cueFeatures(cues: readonly CueScore[], text: string): string[] {
  const full = cues.filter(({ score, need }) => score >= need)
  const clear = full.filter(
    ({ kind }) => CUE_SHEETS.find((sheet) => sheet.kind === kind)?.except.test(text) !== true,
  )
  const best = clear.reduce((most, { score, need }) => Math.max(most, score - need + 1), 0)
  return [
    ...clear.map(({ kind }) => `C:${kind}`),
    ...(clear.length < full.length ? ['CX'] : []),
    `B${Math.min(4, best)}`,
  ]
}

/** Which groups of each sheet are there, whatever they add up to: they know words that no phrasing of ours held. */
function groupFeatures(sheet: CueSheet, text: string): string[] {
  const signs = sheet.signs.flatMap(([, pattern], at) =>
    pattern.test(text) ? [`S:${sheet.kind}:${at}`] : [],
  )
  if (signs.length === 0) return []
  const setting = sheet.setting.flatMap(([, pattern], at) =>
    pattern.test(text) ? [`W:${sheet.kind}:${at}`] : [],
  )
  return [
    ...signs,
    ...setting,
    `N:${sheet.kind}:${signs.length}`,
    ...(sheet.except.test(text) ? [`E:${sheet.kind}`] : []),
  ]
}

/** Characters, pairs, and pairs with one between: enough to know 栽倒 from 倒垃圾, and 叫不应 from 叫了应, without a dictionary. */
function charFeatures(text: string): string[] {
  const chars = [...text.replace(/[,。!?]/gu, '|')]
  const features: string[] = []
  for (const [at, char] of chars.entries()) {
    features.push(char)
    if (char === '|') continue
    const [next = '|', after = '|'] = chars.slice(at + 1, at + 3)
    if (next !== '|') features.push(char + next)
    if (after !== '|') features.push(`${char}_${after}`)
  }
  return features
}

function findHits(text: string): RuleHit[] {
  return RULES.map((rule) => hitOf(rule, text)).filter((hit) => hit !== undefined)
}

export function notice(text: string): Noticed {
  const hits = findHits(text)
  const cues = CUE_SHEETS.map((sheet) => cueOf(sheet, text)).filter((cue) => cue !== undefined)
  const whole = { start: 0, end: text.length }
  const guards = TEXT_GUARDS.filter((guard) => guardedBy([guard], text, whole) !== undefined)
  const features = [
    ...charFeatures(text),
    `LEN${Math.min(6, Math.floor(text.length / 8))}`,
    ...guards.map((guard) => `G:${guard}`),
    ...ruleFeatures(hits),
    ...cueFeatures(cues, text),
    ...CUE_SHEETS.flatMap((sheet) => groupFeatures(sheet, text)),
  ]
  return { hits, features: [...new Set(features)] }
}
