import type { EmergencyKind } from './kinds.ts'

/**
 * The second reading: no single phrase names the danger, but several signs of it stand together ("浴室里热水器开着,妈妈倒了").
 * Each group counts once; enough weight within one stretch of text raises the alarm.
 */
type Weighted = readonly [weight: number, pattern: RegExp]

export type CueSheet = {
  kind: EmergencyKind
  need: number
  /** Signs of the danger itself; at least one must be there. */
  signs: readonly Weighted[]
  /** Who, where and how urgent: they only add. */
  setting: readonly Weighted[]
  except: RegExp
}

type Group = readonly [weight: number, ...words: string[]]

function compile(groups: readonly Group[]): Weighted[] {
  return groups.map(([weight, ...words]) => [weight, new RegExp(words.join('|'), 'u')] as const)
}

type SheetParts = readonly [
  kind: EmergencyKind,
  need: number,
  signs: readonly Group[],
  setting: readonly Group[],
  except: string,
]

export function sheet(...[kind, need, signs, setting, except]: SheetParts): CueSheet {
  return {
    kind,
    need,
    signs: compile(signs),
    setting: compile(setting),
    except: new RegExp(except, 'u'),
  }
}

export const URGENCY =
  '怎么办|救|快来|快点|赶紧|急死|吓死|吓人|受不了|越来越|现在|刚才|刚刚|突然|一下子|不敢'
export const THERE =
  '家|屋|房|楼|门|窗|墙|院|店|路|街|车|小区|巷|隔壁|对面|邻居|工地|公园|菜场|超市|学校'
