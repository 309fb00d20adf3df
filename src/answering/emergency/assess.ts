import { speaksToMachine, withoutInstructions } from '../understanding/injection.ts'
import { wantsPerson } from '../understanding/intent.ts'
import { problemTopics } from '../understanding/matters.ts'
import { findPlace } from '../understanding/place.ts'
import { findSince } from '../understanding/since.ts'
import { asks, isPlainlyAboutRules } from '../understanding/question-form.ts'
import { readSlotAnswer } from '../understanding/slot-answer.ts'
import { POLICIES, softLine } from './cards.ts'
import { rankKinds, scoreDanger } from './danger-score.ts'
import { type Noticed, type RuleHit, notice } from './features.ts'
import { foldForGate } from './fold.ts'
import type {
  EmergencyAlarm,
  EmergencyAssessment,
  EmergencyKind,
  HistoryEntry,
  SoftKind,
} from './kinds.ts'
import { deniesDanger, endsSafetyMode, isLowMood, mentionsBrokenLift } from './soft.ts'

/**
 * The score above which signs alone raise an alarm. What a rule names needs a little more, since the score knows the rule already: such
 * a text stays below only where everything else speaks against it.
 */
const ALARM_SCORE = -0.7
const NAMED_ALARM_SCORE = 0.4
/** 家里臭鸡蛋味: in so few characters nothing can speak against what is named. */
const BRIEF = 8
/** What signs alone must reach in a question about a rule or in a claim of one. */
const ABOUT_RULES_SCORE = 4
const NAMED_ABOUT_RULES_SCORE = 2.5
/** What signs alone must reach in any other question that speaks of nothing present. */
const ASKING_SCORE = 0.2
/** What signs alone must reach where something broken, dirty or loud is reported: such words resemble danger all day long. */
const REPORT_SCORE = -0.15
/** What signs alone must reach while a ticket is drafted: 小票还留着 answers, and resembles much. */
const ANSWERING_SCORE = 1
/** In a message that adds nothing of its own, what was said before raises no alarm that it did not raise then. */
const ADDS_SCORE = -1
/** Between this and an alarm the numbers are shown in passing and the answer follows as usual. */
const UNSURE_SCORE = -1.2
/** What reads as going on after an alarm, not as turning to something else. */
const CONTINUES_SCORE = -3

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

/** A second kind this close to the first is shown to staff as a flag beside it. */
const CLOSE = 0.75

/** The best fitting kind leads, others named outright follow; a word about dying always leads. */
function kindsOf({ hits, features }: Noticed): EmergencyKind[] {
  const named = hits.filter(({ outcome }) => outcome === 'passed').map(({ rule }) => rule.kind)
  const ranked = rankKinds(features)
  const best = ranked[0]?.score ?? 0
  const fitting = ranked.filter(({ score }) => best - score < CLOSE).map(({ kind }) => kind)
  const english = hits.find(
    ({ rule, outcome }) => outcome === 'passed' && rule.id.endsWith('.english'),
  )
  const first: EmergencyKind[] = named.includes('self_harm') ? ['self_harm'] : []
  if (english !== undefined) first.push(english.rule.kind)
  return [...new Set([...first, ...fitting.slice(0, 2), ...named])]
}

function toAlarm({ text, noticed }: Found, fromHistory: boolean): EmergencyAlarm {
  const kinds = kindsOf(noticed)
  const kind = kinds[0] ?? 'crime'
  const hit = passed(noticed).find(({ rule }) => rule.kind === kind)
  return {
    kind,
    kinds,
    rule: hit?.rule.id ?? `${kind}.signs`,
    evidence: hit?.evidence ?? text,
    fromHistory,
    policy: POLICIES[kind],
  }
}

const ABOUT_DYING = /死|自杀|自尽|不想活|活不|跳楼|跳江|跳河|遗书|安眠药|割腕|上吊|农药/u

/** Pieces of a letter, cut at sentence ends, none longer than a message that would be weighed whole. */
function piecesOf(text: string): string[] {
  const sentences = text.match(/[^。!?]+[。!?]*/gu) ?? []
  return sentences.flatMap((sentence) =>
    Array.from({ length: Math.ceil(sentence.length / LETTER_LENGTH) }, (_, at) =>
      sentence.slice(at * LETTER_LENGTH, (at + 1) * LETTER_LENGTH),
    ),
  )
}

/** A letter is read piece by piece, and only where it speaks of now or of dying: linear in its length, and quick. */
function findInLetter(text: string): Found | undefined {
  const official = TO_OFFICIALS.test(text)
  for (const piece of piecesOf(text)) {
    const dying = ABOUT_DYING.test(piece)
    if (!dying && (official || !PRESENT.test(piece))) continue
    const noticed = notice(piece)
    const named = passed(noticed)
    if (named.some(({ rule }) => rule.kind === 'self_harm' || (!official && PRESENT.test(piece)))) {
      return { text: piece, noticed }
    }
  }
  return undefined
}

/** Lawyers, fees and duties are asked about before or after, not from inside. */
const ABOUT_DUTIES =
  /律师|法律援助|打官司|怎么(?:赔|判|处罚|定责)|(?:政府|国家|财政|社保|医保)[^,。!?]{0,4}(?:给|补|出|报)(?:多少|几)|(?:收|要|花)(?:多少)?(?:钱|费)(?:吗|么|不)|多少钱|有[^,。]{0,6}义务(?:吗|么|没)|(?:要不要|该不该|谁)(?:来)?(?:负责|赔)/u
const HAPPENING = /救命|快来|正在|此刻|现在|刚刚|刚才|还在|马上|赶紧/u

const OFFERS_TWO = /是[^,。!?]{1,16}还是/u

/** Nobody in danger asks what the law makes of it: there words that only resemble danger weigh little. */
function isAboutRules(text: string): boolean {
  if (ABOUT_DUTIES.test(text)) return !HAPPENING.test(text)
  return isPlainlyAboutRules(text) && !PRESENT.test(text)
}

/** The place of a report, or since when: what follows the question after it is seldom longer. */
const DETAIL_LENGTH = 14

function isDetail(text: string): boolean {
  const { where, since } = readSlotAnswer(text, null)
  return where !== null || since !== null
}

const SAYS_NOTHING =
  /^(?:(?:我)?(?:也)?(?:不知道|不晓得|不清楚|说不清)|(?:就|只有)?(?:这些|这样)|没(?:有)?(?:别的|其他的?|什么)?)?[了啊呀吧。]*$/u
const AROUND_TIME =
  /^(?:就|在|是|从|大概|好像|应该|差不多|也|开始|看见|看到|发现|左右|的|了|吧|,|。)*$/u

/** 就在刚刚, 没别的: the time and nothing else, or nothing at all. */
function isBareAnswer(text: string): boolean {
  return SAYS_NOTHING.test(text) || AROUND_TIME.test(text.replace(findSince(text, true) ?? '', ''))
}

/** Below the higher score such a text still shows the numbers in passing, and becomes a ticket. */
function isEverydayReport(text: string): boolean {
  if (problemTopics(text).length > 0) return true
  return (
    text.length <= DETAIL_LENGTH && (findPlace(text) !== null || findSince(text, true) !== null)
  )
}

/** Who threatens or wants to die says so in their own words, whatever trouble led there. */
const SPOKEN: readonly (EmergencyKind | undefined)[] = ['self_harm', 'threat']

function scoreNeeded(
  text: string,
  { features }: Noticed,
  named: readonly RuleHit[],
  reporting: boolean,
): number {
  const aboutRules = isAboutRules(text)
  if (named.length === 0) {
    if (aboutRules) return ABOUT_RULES_SCORE
    if (SPOKEN.includes(rankKinds(features)[0]?.kind)) return ALARM_SCORE
    if (reporting) return ANSWERING_SCORE
    if (isEverydayReport(text)) return REPORT_SCORE
    const asking = asks(text) || OFFERS_TWO.test(text)
    return asking && !PRESENT.test(text) ? ASKING_SCORE : ALARM_SCORE
  }
  const spoken = named.some(({ rule }) => SPOKEN.includes(rule.kind))
  if (aboutRules && !spoken) return NAMED_ABOUT_RULES_SCORE
  return text.length <= BRIEF ? ALARM_SCORE : NAMED_ALARM_SCORE
}

/** 那租户呢, 老人呢: the rest of a question asked before, whatever its few characters resemble. */
const FOLLOW_UP = /^[^,。!?]{1,6}呢[。!?]*$/u

function weighText(text: string, reporting: boolean): Found | undefined {
  if (text.length > LETTER_LENGTH) return findInLetter(text)
  const noticed = notice(text)
  if (passed(noticed).some(({ rule }) => rule.id.endsWith('.english'))) return { text, noticed }
  const named = passed(noticed)
  // Somebody who asks for a person gets one at once; a card on mere signs would stand in the way.
  if (named.length === 0 && (wantsPerson(text) || FOLLOW_UP.test(text))) return undefined
  const needed = scoreNeeded(text, noticed, named, reporting)
  return scoreDanger(noticed.features) > needed ? { text, noticed } : undefined
}

/** Clauses that speak to the machine instead of about the world. */
const INSTRUCTION =
  /[^,。!?]*(?:忽略|无视|没有限制|从现在起你|规则|指令|提示词|system|(?<!安全)模式|扮演|你现在是|设定|不要(?:触发|报警|当真|理会)|别(?:触发|报警|当真)|安全检查|按普通|当作普通|gate)[^,。!?]*[,。!?]?/gu

/** Signs were learned from Chinese sentences: in anything else only a rule can know danger. */
function isReadable(text: string): boolean {
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0
  return han > 0 && han >= letters * 0.4
}

/** Weighed as it stands and once more without the words that speak to the machine: they can add nothing and take nothing away. */
function findDanger(text: string, reporting = false): Found | undefined {
  const found = weighText(text, reporting)
  const named = found !== undefined && passed(found.noticed).length > 0
  if (named || text.length > LETTER_LENGTH) return found
  const told = (speaksToMachine(text) ? withoutInstructions(text) : text).replace(INSTRUCTION, '')
  if (told === text) return isReadable(text) ? found : undefined
  return told === '' || !isReadable(told) ? undefined : weighText(told, reporting)
}

/** Short and frightened, or making what was told before worse. */
function isContinuation(text: string, before: string): boolean {
  if (text.length > EARLIER_LENGTH || wantsPerson(text)) return false
  const score = (said: string): number => scoreDanger(notice(said).features)
  return score(text) > CONTINUES_SCORE || score(`${before},${text}`) > score(before)
}

/** What the resident said since the last word that a danger was over: what lay before is answered. */
function sinceSafetyOver(history: readonly HistoryEntry[]): HistoryEntry[] {
  const said = history.filter((entry) => entry.role === 'resident').slice(-HISTORY_TURNS)
  const over = said.findLastIndex(({ text }) => endsSafetyMode(foldForGate(text), 'self_harm'))
  return said.slice(over + 1)
}

/** A second turn may hold only half of it ("还是叫不醒"); going on about a danger already told is still that danger. */
function findWithHistory(
  text: string,
  history: readonly HistoryEntry[],
  answering: boolean,
): Found | undefined {
  // "桂花苑2栋西头": whoever answers where and when only completes what was weighed already.
  const adds = !(answering && isDetail(text)) && scoreDanger(notice(text).features) > ADDS_SCORE
  const earlier = sinceSafetyOver(history)
    .map((entry) => foldForGate(entry.text).replace(/[。!?]+$/u, ''))
    .filter((said) => said !== '' && said.length <= EARLIER_LENGTH)
  for (let from = earlier.length - 1; from >= 0; from--) {
    const before = earlier.slice(from).join(',')
    const told = findDanger(before, answering)
    if (told !== undefined) return isContinuation(text, before) ? told : undefined
    const found = findDanger(`${before},${text}`, answering)
    if (found !== undefined && (adds || passed(found.noticed).length > 0)) return found
  }
  return undefined
}

function softKindOf(text: string): SoftKind | undefined {
  if (isLowMood(text)) return 'low_mood'
  const unsure =
    text.length <= LETTER_LENGTH &&
    isReadable(text) &&
    !isAboutRules(text) &&
    !FOLLOW_UP.test(text) &&
    scoreDanger(notice(text).features) > UNSURE_SCORE
  return unsure ? 'possible_danger' : undefined
}

/**
 * The emergency gate (R-EMG): pure, deterministic, before retrieval and model. Nothing in the text can switch it off, because
 * nothing in it reads instructions (R-EMG-7).
 */
export function assessEmergency(
  text: string,
  history: readonly HistoryEntry[] = [],
  state: {
    safetyMode?: EmergencyKind | null
    /** The message answers what was asked about a ticket being drafted. */
    answering?: boolean
  } = {},
): EmergencyAssessment {
  const folded = foldForGate(text.slice(0, MAX_READ))
  const safetyMode = state.safetyMode ?? null
  if (safetyMode !== null && endsSafetyMode(folded, safetyMode))
    return {
      safety: { kind: safetyMode, ended: true, denied: deniesDanger(folded) },
    }
  const answering = state.answering ?? false
  const weighed = !(answering && isBareAnswer(folded))
  const alone = weighed ? findDanger(folded, answering) : undefined
  const found = alone ?? (weighed ? findWithHistory(folded, history, answering) : undefined)
  if (found !== undefined) return { alarm: toAlarm(found, alone === undefined) }
  const assessment: EmergencyAssessment = {}
  if (safetyMode !== null) assessment.safety = { kind: safetyMode, ended: false }
  const soft = softKindOf(folded)
  if (soft !== undefined) assessment.soft = { kind: soft, text: softLine(soft) }
  if (mentionsBrokenLift(folded)) assessment.urgentHint = 'elevator_broken'
  return assessment
}
