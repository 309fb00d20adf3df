import { POLICIES, softLine } from './cards.ts'
import { scoreDanger } from './danger-score.ts'
import { type Noticed, type RuleHit, notice, sentenceAround } from './features.ts'
import { foldForGate } from './fold.ts'
import type { EmergencyAlarm, EmergencyAssessment, EmergencyKind, HistoryEntry } from './kinds.ts'
import { endsSafetyMode, isLowMood, mentionsBrokenLift } from './soft.ts'

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

/** The score above which signs alone raise an alarm, and the lower one for a text in which a rule names the danger outright. */
const ALARM_SCORE = 1.3
const NAMED_ALARM_SCORE = 0
/** What reads as going on after an alarm, not as turning to something else ("谢谢" −3, "怎么申请" −9). */
const CONTINUES_SCORE = -1

const HISTORY_TURNS = 3
const EARLIER_LENGTH = 200
/** The wire's own limit on a message; nothing longer arrives. */
const MAX_READ = 2000
/** Calls for help are short. Longer texts are letters and tell histories: there only a named danger that is now counts. */
const LETTER_LENGTH = 160
const PRESENT = /救命|快来|正在|此刻|现在|刚刚|刚才|还在|马上|赶紧|怎么办/u
const TO_OFFICIALS = /尊敬的|领导|书记|市长|局长|部门/u

type Found = { text: string; noticed: Noticed }

function passed(noticed: Noticed): RuleHit[] {
  return noticed.hits.filter((hit) => hit.outcome === 'passed')
}

function isPresent(hit: RuleHit, text: string): boolean {
  if (hit.rule.kind === 'self_harm') return true
  const { from, to } = sentenceAround(text, hit.start, hit.end)
  return PRESENT.test(text.slice(from, to)) && !TO_OFFICIALS.test(text)
}

function byPrecedence(a: EmergencyKind, b: EmergencyKind): number {
  return PRECEDENCE.indexOf(a) - PRECEDENCE.indexOf(b)
}

/** Named kinds lead by precedence; signs only rank by how much of what a kind needs is there. */
function kindsOf({ hits, cues }: Noticed): EmergencyKind[] {
  const named = hits.filter(({ outcome }) => outcome === 'passed').map(({ rule }) => rule.kind)
  const signs = cues
    .toSorted((a, b) => b.score / b.need - a.score / a.need)
    .map(({ kind, score, need }) => ({ kind, full: score >= need }))
  const full = signs.filter((sign) => sign.full).map(({ kind }) => kind)
  const held = hits.map(({ rule }) => rule.kind)
  const ranked = [
    ...named.toSorted(byPrecedence),
    ...full,
    ...held,
    ...signs.map(({ kind }) => kind),
  ]
  const found = [...new Set(ranked)]
  // One sign too few of anything is no second kind; the first one stands so that a card can be shown.
  const certain = found.filter((kind) => named.includes(kind) || full.includes(kind))
  return certain.length > 0 ? certain : found.slice(0, 1)
}

function toAlarm({ text, noticed }: Found, fromHistory: boolean): EmergencyAlarm {
  const kinds = kindsOf(noticed)
  const kind = kinds[0] ?? 'medical'
  const hit = passed(noticed).find(({ rule }) => rule.kind === kind)
  return {
    kind,
    kinds: kinds.length > 0 ? kinds : [kind],
    rule: hit?.rule.id ?? `${kind}.signs`,
    evidence: hit?.evidence ?? text,
    fromHistory,
    policy: POLICIES[kind],
  }
}

function findDanger(text: string): Found | undefined {
  const noticed = notice(text)
  const named = passed(noticed)
  if (text.length > LETTER_LENGTH) {
    const present = named.filter((hit) => isPresent(hit, text))
    return present.length === 0
      ? undefined
      : { text, noticed: { ...noticed, hits: present, cues: [] } }
  }
  const needed = named.length > 0 ? NAMED_ALARM_SCORE : ALARM_SCORE
  return scoreDanger(noticed.features) > needed ? { text, noticed } : undefined
}

function isContinuation(text: string): boolean {
  return text.length <= EARLIER_LENGTH && scoreDanger(notice(text).features) > CONTINUES_SCORE
}

/** A second turn may hold only half of it ("还是叫不醒"); going on about a danger already told is still that danger. */
function findWithHistory(text: string, history: readonly HistoryEntry[]): Found | undefined {
  const earlier = history
    .filter((entry) => entry.role === 'resident')
    .slice(-HISTORY_TURNS)
    .map((entry) => foldForGate(entry.text).replace(/[。!?]+$/u, ''))
    .filter((said) => said !== '' && said.length <= EARLIER_LENGTH)
  for (let from = earlier.length - 1; from >= 0; from--) {
    const before = earlier.slice(from).join(',')
    const told = findDanger(before)
    if (told !== undefined) return isContinuation(text) ? told : undefined
    const found = findDanger(`${before},${text}`)
    if (found !== undefined) return found
  }
  return undefined
}

/**
 * The emergency gate (R-EMG): pure, deterministic, before retrieval and model. Nothing in the text can switch it off, because
 * nothing in it reads instructions (R-EMG-7).
 */
export function assessEmergency(
  text: string,
  history: readonly HistoryEntry[] = [],
  state: { safetyMode?: EmergencyKind | null } = {},
): EmergencyAssessment {
  const folded = foldForGate(text.slice(0, MAX_READ))
  const alone = findDanger(folded)
  const found = alone ?? findWithHistory(folded, history)
  if (found !== undefined) return { alarm: toAlarm(found, alone === undefined) }
  const assessment: EmergencyAssessment = {}
  if (state.safetyMode !== undefined && state.safetyMode !== null) {
    assessment.safety = { kind: state.safetyMode, ended: endsSafetyMode(folded) }
  }
  if (isLowMood(folded)) assessment.soft = { kind: 'low_mood', text: softLine() }
  if (mentionsBrokenLift(folded)) assessment.urgentHint = 'elevator_broken'
  return assessment
}
