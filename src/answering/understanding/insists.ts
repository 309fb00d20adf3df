import type { HistoryEntry } from '../emergency/kinds.ts'
import { findDecline, type Decline } from './decline.ts'

const SHORT = 16
/** 给个姓就行, 那你偷偷告诉我, 就一句: asks for the same thing in smaller measure. */
const INSISTS =
  /(?:给|说|告诉|透露|讲|念|发|看)(?:个|一?点|一?下|一?句|我)|(?:就|只要|哪怕)[^,。]{0,6}(?:行|可以|好|够)|(?:求|拜托|通融|破(?:个)?例|偷偷|悄悄|别(?:那么)?(?:死板|小气))/u
/** What was refused once stays refused when it is asked for in other words. */
const KEPT: ReadonlySet<string> = new Set(['personal_data', 'injection', 'illegal', 'out_of_scope'])
/** 我有证据要举报,走什么渠道: goes on to ask for the road that was just named. */
const ASKS_ROAD =
  /(?:举报|反映|投诉|告|检举)[^。]{0,10}(?:渠道|途径|哪里|哪儿|找谁|找哪|怎么)|走什么(?:渠道|途径|程序)/u

/** The reason the message before was declined, where this one goes on asking for the same. */
export function carriedDecline(
  text: string,
  history: readonly HistoryEntry[],
): Decline | undefined {
  if ([...text].length > SHORT) return undefined
  const before = history.findLast(({ role }) => role === 'resident')?.text
  const decline = before === undefined ? undefined : findDecline(before.normalize('NFKC').trim())
  if (decline === undefined) return undefined
  if (decline.detail === '纪检监察') return ASKS_ROAD.test(text) ? decline : undefined
  return KEPT.has(decline.reason) && INSISTS.test(text) ? decline : undefined
}
