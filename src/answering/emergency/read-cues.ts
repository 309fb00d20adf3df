import { CUE_SHEETS, type CueSheet } from './cues.ts'
import { EVENT_GUARDS, HARM_GUARDS, guardedBy } from './guards.ts'
import type { EmergencyKind } from './kinds.ts'

export type CueHit = {
  kind: EmergencyKind
  score: number
  evidence: string
  start: number
  end: number
}

/** Signs count together only when they stand close: letters of complaint collect signs over pages. */
const STRETCH = 60
const STEP = 30

const PERSONAL: ReadonlySet<EmergencyKind> = new Set([
  'self_harm',
  'domestic_violence',
  'minor',
  'missing',
  'crime',
  'threat',
  'fraud',
  'elder_alone',
])

/** Letters are not read for signs: they tell histories. */
const LONGEST_READ = 160
/** Asked about rather than told: 哪些, 是否, 如何. "怎么办" and "是不是" are how people call for help. */
const ASKED =
  /如何|哪些|哪几|哪种|是否|能否|可以.{0,12}吗|会.{0,8}吗|有哪|为什么|什么(?:措施|条件|后果|责任|时候|意思|要求|渠道|标准|手续|材料|原因|规定|区别|待遇|证)|怎么(?:办理|申请|处罚|赔|算|交|收|选|用|区分|看待|样才)|应该怎么|多少(?:钱|天|户|个)/u
const CALLING = /怎么办|救|快来|快点|赶紧|现在|正在|刚才|刚刚|还在|越来越|不敢|我好怕|急/u

function stretches(text: string): { text: string; start: number }[] {
  const found: { text: string; start: number }[] = []
  for (const match of text.matchAll(/[^。!?]+[。!?]*/gu)) {
    const [sentence] = match
    for (let at = 0; at === 0 || at + STEP < sentence.length; at += STEP) {
      found.push({ text: sentence.slice(at, at + STRETCH), start: match.index + at })
    }
  }
  return found
}

function weigh(groups: CueSheet['signs'], text: string): number {
  return groups.reduce((sum, [weight, pattern]) => (pattern.test(text) ? sum + weight : sum), 0)
}

/** Persons and places alone are everyday life: without one sign of the danger the rest counts nothing. */
function scoreOf(sheet: CueSheet, text: string): number {
  const signs = weigh(sheet.signs, text)
  return signs === 0 ? 0 : signs + weigh(sheet.setting, text)
}

function readSheet(sheet: CueSheet, text: string, mustPass: number): CueHit | undefined {
  for (const stretch of stretches(text)) {
    const end = stretch.start + stretch.text.length
    if (end <= mustPass || sheet.except.test(stretch.text)) continue
    const score = scoreOf(sheet, stretch.text)
    if (score < sheet.need) continue
    const guards = PERSONAL.has(sheet.kind) ? HARM_GUARDS : EVENT_GUARDS
    if (guardedBy(guards, stretch.text, { start: 0, end: stretch.text.length }) !== undefined)
      continue
    return { kind: sheet.kind, score, evidence: stretch.text, start: stretch.start, end }
  }
  return undefined
}

/** Kinds whose signs stand together in `text`, the strongest first. */
export function readCues(text: string, mustPass = 0): CueHit[] {
  if (text.length - mustPass > LONGEST_READ) return []
  const asked = ASKED.test(text.slice(mustPass)) && !CALLING.test(text)
  if (asked) return []
  return CUE_SHEETS.map((sheet) => readSheet(sheet, text, mustPass))
    .filter((hit) => hit !== undefined)
    .toSorted((a, b) => b.score - a.score)
}
