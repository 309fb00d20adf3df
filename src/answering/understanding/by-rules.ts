import type { HistoryEntry } from '../emergency/kinds.ts'
import { businessOf } from './business.ts'
import { isEnglish } from '../../shared/english.ts'
import { urgentEnglishWords } from './english.ts'
import { findClarification } from './clarify.ts'
import { type Decline, findDecline, isOnlyAbuse, isPersona } from './decline.ts'
import {
  findQueryCode,
  findTicketNo,
  isGreeting,
  wantsPerson,
  wantsPlaces,
  wantsTracking,
} from './intent.ts'
import { carriedDecline } from './insists.ts'
import { isAboutRefusal, isQuestion, isReport, splitMatters } from './matters.ts'
import { findPlace } from './place.ts'
import { soundsLikeReport } from './report-score.ts'
import { corrected, isFollowUp, standaloneQuestion } from './rewrite.ts'
import { findSince } from './since.ts'
import type { Intent, Matter, Understanding } from './schema.ts'

const URGENT =
  /电梯.{0,8}(?:坏|停运|故障|不能用)|停[水电气]|爆管|漏水.{0,8}(?:严重|好大|楼下|天花板|淹)|淹了|井盖|断电|急(?!诊)|马上|赶紧|尽快来|(?:老人|病人|孕妇|残疾人).{0,10}(?:下不|出不|上不)/u
const NO_HURRY = /(?:没有?|不是?|不用|不算|没什么)(?:什么)?(?:急|着急|紧急)|不赶/u
/** Something about to fall, to run over or to hurt, people without water, warmth or pay. */
const HAZARD =
  /(?:快要?|要|会|怕|往下)(?:掉|倒|砸|塌|垮|断)|砸(?:到|下|中|伤|坏|在)|打(?:到|了)?[,，]?人没事|倾斜|悬着|吊着|垂(?:下|着)|裸露|漏电|针头|医疗垃圾|死鱼|排污|偷排|渣土|动手|划伤|(?:摔|绊)(?:了|倒|过|伤|跤|一跤)|冻得|挨饿|没(?:饭|地方)(?:吃|住|睡)|家里?.{0,2}停水|整(?:个|栋|幢).{0,4}停[水电气]|(?:水|油).{0,4}(?:喷|涌)|漏.{0,6}(?:床|电|灯|插座|天花板)|(?:工资|养老金|低保).{0,8}(?:没(?:结|发)|不发|停了|收走)|拖欠.{0,4}工资|充电瓶|飞线|消防栓.{0,4}没水|安全出口|救护车|车(?:子)?乱冲/u
const DISTRESSED =
  /绝望|崩溃|走投无路|活(?:着|得)(?:好)?累|撑不住|求求|跪求|哭|没法活|受不了|要疯|害怕|吓(?:死|坏)|救救/u
const UPSET =
  /气死|太过分|凭什么|没人管|踢皮球|多次|三番五次|投诉|忍无可忍|什么态度|垃圾|烦死|恼火|!{2,}|!{2,}|不作为|欺负/u

type Reading = { intent: Intent; decline: Decline | undefined; confidence: number }

function read(text: string, history: readonly HistoryEntry[]): Reading {
  const followUp = isFollowUp(text, history)
  const plain = { decline: undefined, confidence: 0.9 }
  if (wantsPerson(text)) return { intent: 'handover', ...plain }
  if (isOnlyAbuse(text))
    return { intent: 'decline', decline: { reason: 'abusive', detail: null }, confidence: 0.9 }
  const decline = findDecline(text) ?? carriedDecline(text, history)
  if (decline !== undefined) return { intent: 'decline', decline, confidence: 0.8 }
  if (isGreeting(text)) return { intent: 'greeting', ...plain }
  if (wantsTracking(text)) return { intent: 'track', ...plain }
  if (!followUp && findClarification(text) !== null)
    return { intent: 'clarify', decline: undefined, confidence: 0.7 }
  if (correctsQuestion(text, history)) return { intent: 'answer', ...plain }
  if (isReport(text)) return { intent: 'ticket', decline: undefined, confidence: 0.7 }
  if (wantsPlaces(text)) return { intent: 'place', decline: undefined, confidence: 0.8 }
  if (isPersona(text))
    return { intent: 'decline', decline: { reason: 'persona', detail: null }, confidence: 0.8 }
  if (!followUp && !isAboutRefusal(text) && soundsLikeReport(text))
    return { intent: 'ticket', decline: undefined, confidence: 0.6 }
  return { intent: 'answer', decline: undefined, confidence: 0.6 }
}

/** 我不是问邻居,我问的是工地: goes on asking, whatever nuisance it names. */
function correctsQuestion(text: string, history: readonly HistoryEntry[]): boolean {
  const before = history.findLast(({ role }) => role === 'resident')?.text
  if (before === undefined || corrected(text) === undefined) return false
  return isQuestion(before) && !isReport(before)
}

/** What harms somebody soon, or goes on harming, is urgent; who says it does not hurry is believed. */
export function urgencyOf(text: string): Understanding['urgency'] {
  return urgentWords(text) === null ? 'normal' : 'urgent'
}

/** The words that make it urgent, to stand beside the field. */
export function urgentWords(text: string): string | null {
  if (isEnglish(text)) return urgentEnglishWords(text)
  if (NO_HURRY.test(text)) return null
  return (URGENT.exec(text) ?? HAZARD.exec(text))?.[0] ?? null
}

function emotionOf(text: string): Understanding['emotion'] {
  if (DISTRESSED.test(text)) return 'distressed'
  return UPSET.test(text) ? 'upset' : 'calm'
}

/** Eligibility of one person is never decided here; the conditions and where to apply are what can be looked up. */
function questionFor(
  text: string,
  history: readonly HistoryEntry[],
  decline: Decline | undefined,
): string {
  if (decline?.reason === 'individual_decision' && decline.detail !== null) {
    return `${decline.detail}的申请条件是什么,在哪里申请?`
  }
  return standaloneQuestion(text, history)
}

/** Reads a message without a model. Same type as the model call, so every later step is the same. */
export function understandByRules(
  text: string,
  history: readonly HistoryEntry[] = [],
): Understanding {
  const plain = businessOf(text.normalize('NFKC').trim())
  const { intent, decline, confidence } = read(plain, history)
  const matters: Matter[] = correctsQuestion(plain, history)
    ? [{ kind: 'question', text: plain }]
    : splitMatters(plain)
  const mixed = intent === 'answer' && matters.some((matter) => matter.kind === 'report')
  return {
    intent: mixed ? 'ticket' : intent,
    standaloneQuestion: questionFor(plain, history, decline),
    matters,
    place: findPlace(plain),
    time: findSince(plain, false),
    urgency: urgencyOf(plain),
    emotion: emotionOf(plain),
    decline: decline?.reason ?? null,
    declineDetail: decline?.detail ?? null,
    clarify: intent === 'clarify' ? findClarification(plain) : null,
    trackNo: findTicketNo(plain),
    queryCode: findQueryCode(plain),
    confidence,
  }
}
