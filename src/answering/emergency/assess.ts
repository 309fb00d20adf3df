import { BODY_RULES } from './rules-body.ts'
import { HAZARD_RULES } from './rules-hazards.ts'
import { PEOPLE_RULES } from './rules-people.ts'
import { readCues } from './read-cues.ts'
import { foldForGate } from './fold.ts'
import { guardedBy } from './guards.ts'
import type { EmergencyAlarm, EmergencyAssessment, EmergencyKind, HistoryEntry } from './kinds.ts'
import { POLICIES, softLine } from './cards.ts'
import type { Rule } from './rule.ts'
import { endsSafetyMode, isLowMood, mentionsBrokenLift } from './soft.ts'

const RULES: readonly Rule[] = [...HAZARD_RULES, ...BODY_RULES, ...PEOPLE_RULES]

/** Who leads when several kinds are found: the one whose first minute matters most, then the more specific harm. */
const PRECEDENCE: readonly EmergencyKind[] = [
  'self_harm',
  'gas',
  'fire',
  'trapped',
  'electric',
  'minor',
  'domestic_violence',
  'traffic',
  'elder_alone',
  'missing',
  'mass',
  'medical',
  'collapse',
  'threat',
  'fraud',
  'crime',
]

const HISTORY_TURNS = 3
/** The wire's own limit on a message; nothing longer arrives. */
const MAX_READ = 2000

type Hit = { rule: Rule; evidence: string; start: number; end: number }

function sentenceAround(text: string, start: number, end: number): { from: number; to: number } {
  let from = start
  while (from > 0 && !'。!?'.includes(text[from - 1] ?? '')) from--
  let to = end
  while (to < text.length && !'。!?'.includes(text[to - 1] ?? '')) to++
  return { from, to }
}

/** Letters of complaint tell histories: there a danger counts only where the sentence says it is now. */
const LETTER_LENGTH = 160
const PRESENT = /救命|快来|正在|此刻|现在|刚刚|刚才|还在|马上|赶紧|怎么办/u

function isOldStory(rule: Rule, text: string, sentence: string): boolean {
  if (text.length <= LETTER_LENGTH || rule.kind === 'self_harm') return false
  return !PRESENT.test(sentence) || /尊敬的|领导|书记|市长|局长|部门/u.test(text)
}

function findHit(rule: Rule, text: string, mustPass: number): Hit | undefined {
  for (const match of text.matchAll(rule.pattern)) {
    if (match[0] === '') continue
    const start = match.index
    const end = start + match[0].length
    if (end <= mustPass) continue
    if (rule.except?.test(text.slice(Math.max(0, start - 8), end + 8)) === true) continue
    const { from, to } = sentenceAround(text, start, end)
    const sentence = text.slice(from, to)
    if (isOldStory(rule, text, sentence)) continue
    if (guardedBy(rule.guards, sentence, { start: start - from, end: end - from }) !== undefined)
      continue
    return { rule, evidence: match[0], start, end }
  }
  return undefined
}

function findHits(text: string, mustPass: number): Hit[] {
  return RULES.map((rule) => findHit(rule, text, mustPass)).filter((hit) => hit !== undefined)
}

/** The rules name a danger outright; only when none does are the signs added up. */
function findAlarm(text: string, mustPass: number): EmergencyAlarm | undefined {
  const fromHistory = mustPass > 0
  return (
    toAlarm(findHits(text, mustPass), fromHistory) ?? alarmFromCues(text, mustPass, fromHistory)
  )
}

function alarmFromCues(
  text: string,
  mustPass: number,
  fromHistory: boolean,
): EmergencyAlarm | undefined {
  const cues = readCues(text, mustPass)
  const leading = cues[0]
  if (leading === undefined) return undefined
  return {
    kind: leading.kind,
    kinds: cues.map((cue) => cue.kind),
    rule: `${leading.kind}.cues`,
    evidence: leading.evidence,
    fromHistory,
    policy: POLICIES[leading.kind],
  }
}

function toAlarm(hits: readonly Hit[], fromHistory: boolean): EmergencyAlarm | undefined {
  const ranked = hits.toSorted(
    (a, b) =>
      PRECEDENCE.indexOf(a.rule.kind) - PRECEDENCE.indexOf(b.rule.kind) || a.start - b.start,
  )
  const leading = ranked[0]
  if (leading === undefined) return undefined
  return {
    kind: leading.rule.kind,
    kinds: [...new Set(ranked.map((hit) => hit.rule.kind))],
    rule: leading.rule.id,
    evidence: leading.evidence,
    fromHistory,
    policy: POLICIES[leading.rule.kind],
  }
}

/** A second turn may hold only half of it ("还是叫不醒"): the match must end inside the new message. */
function assessWithHistory(
  text: string,
  history: readonly HistoryEntry[],
): EmergencyAlarm | undefined {
  const earlier = history
    .filter((entry) => entry.role === 'resident')
    .slice(-HISTORY_TURNS)
    .map((entry) => foldForGate(entry.text).replace(/[。!?]+$/u, ''))
    .filter((said) => said.length <= 200)
  for (let from = earlier.length - 1; from >= 0; from--) {
    const before = `${earlier.slice(from).join(',')},`
    const alarm = findAlarm(before + text, before.length)
    if (alarm !== undefined) return alarm
  }
  return undefined
}

/**
 * The emergency gate (R-EMG): pure, deterministic, before retrieval and model. Nothing in the text can switch it off, because no
 * rule reads instructions (R-EMG-7).
 */
export function assessEmergency(
  text: string,
  history: readonly HistoryEntry[] = [],
  state: { safetyMode?: EmergencyKind | null } = {},
): EmergencyAssessment {
  const folded = foldForGate(text.slice(0, MAX_READ))
  const alarm = findAlarm(folded, 0) ?? assessWithHistory(folded, history)
  if (alarm !== undefined) return { alarm }
  const assessment: EmergencyAssessment = {}
  if (state.safetyMode !== undefined && state.safetyMode !== null) {
    assessment.safety = { kind: state.safetyMode, ended: endsSafetyMode(folded) }
  }
  if (isLowMood(folded)) assessment.soft = { kind: 'low_mood', text: softLine() }
  if (mentionsBrokenLift(folded)) assessment.urgentHint = 'elevator_broken'
  return assessment
}
