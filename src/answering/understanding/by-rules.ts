import type { HistoryEntry } from '../emergency/kinds.ts'
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
import { speaksToMachine, withoutInstructions } from './injection.ts'
import { setsRole } from './set-role.ts'
import { isQuestion, isReport, splitMatters } from './matters.ts'
import { findPlace, findTime } from './place-time.ts'
import { isFollowUp, standaloneQuestion } from './rewrite.ts'
import type { Intent, Understanding } from './schema.ts'

const URGENT =
  /电梯.{0,8}(?:坏|停运|故障|不能用)|停[水电气]|爆管|漏水.{0,8}(?:严重|好大|楼下|天花板|淹)|淹了|井盖|断电|急(?!诊)|马上|赶紧|尽快来|(?:老人|病人|孕妇|残疾人).{0,10}(?:下不|出不|上不)/u
const DISTRESSED =
  /绝望|崩溃|走投无路|活(?:着|得)(?:好)?累|撑不住|求求|跪求|哭|没法活|受不了|要疯|害怕|吓(?:死|坏)|救救/u
const UPSET =
  /气死|太过分|凭什么|没人管|踢皮球|多次|三番五次|投诉|忍无可忍|什么态度|垃圾|烦死|恼火|!{2,}|!{2,}|不作为|欺负/u

type Reading = { intent: Intent; decline: Decline | undefined; confidence: number }

function read(text: string, followUp: boolean): Reading {
  const plain = { decline: undefined, confidence: 0.9 }
  if (wantsPerson(text)) return { intent: 'handover', ...plain }
  if (isOnlyAbuse(text))
    return { intent: 'decline', decline: { reason: 'abusive', detail: null }, confidence: 0.9 }
  const decline = findDecline(text)
  if (decline !== undefined) return { intent: 'decline', decline, confidence: 0.8 }
  if (isGreeting(text)) return { intent: 'greeting', ...plain }
  if (wantsTracking(text)) return { intent: 'track', ...plain }
  if (!followUp && findClarification(text) !== null)
    return { intent: 'clarify', decline: undefined, confidence: 0.7 }
  if (isReport(text)) return { intent: 'ticket', decline: undefined, confidence: 0.7 }
  if (wantsPlaces(text)) return { intent: 'place', decline: undefined, confidence: 0.8 }
  if (isPersona(text))
    return { intent: 'decline', decline: { reason: 'persona', detail: null }, confidence: 0.8 }
  return { intent: 'answer', decline: undefined, confidence: 0.6 }
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

/** Orders to the machine inside a real request are dropped and the request is served; orders alone are declined. */
function businessOf(text: string): string {
  if (setsRole(text) || !speaksToMachine(text)) return text
  const left = withoutInstructions(text).trim()
  return [...left].length >= 6 && (isReport(left) || isQuestion(left)) && !speaksToMachine(left)
    ? left
    : text
}

/** Reads a message without a model. Same type as the model call, so every later step is the same. */
export function understandByRules(
  text: string,
  history: readonly HistoryEntry[] = [],
): Understanding {
  const plain = businessOf(text.normalize('NFKC').trim())
  const { intent, decline, confidence } = read(plain, isFollowUp(plain, history))
  const matters = splitMatters(plain)
  const mixed = intent === 'answer' && matters.some((matter) => matter.kind === 'report')
  return {
    intent: mixed ? 'ticket' : intent,
    standaloneQuestion: questionFor(plain, history, decline),
    matters,
    place: findPlace(plain),
    time: findTime(plain),
    urgency: URGENT.test(plain) ? 'urgent' : 'normal',
    emotion: emotionOf(plain),
    decline: decline?.reason ?? null,
    declineDetail: decline?.detail ?? null,
    clarify: intent === 'clarify' ? findClarification(plain) : null,
    trackNo: findTicketNo(plain),
    queryCode: findQueryCode(plain),
    confidence,
  }
}
