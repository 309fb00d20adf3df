import { describe, expect, it } from 'vitest'
import { findSince, tellsSince } from './since.ts'

describe('findSince', () => {
  it.each([
    ['三天了', '三天'],
    ['上周五开始的', '上周五'],
    ['国庆前就这样了', '国庆前'],
    ['有半个月了吧', '半个月'],
    ['昨晚十点多', '昨晚十点多'],
    ['大概20号', '大概20号'],
    ['从去年十月份到现在', '从去年十月份'],
    ['入秋以后', '入秋以后'],
    ['发大水之后', '发大水之后'],
    ['从换了物业就这样', '从换了物业'],
    ['个把礼拜', '个把礼拜'],
    ['灯是前天坏的', '前天'],
    ['since last Friday', 'since last Friday'],
  ])('R-TKT-3: asked since when, %s is %s, as it stands in the words', (text, since) => {
    expect(findSince(text, true)).toBe(since)
    expect(text).toContain(since)
  })

  it.each([
    '每晚十点到两点',
    '示例路26号',
    '等了四十分钟',
    '还有三天到期',
    '周末都这样',
    '说过两次',
    '在三楼',
  ])('R-TKT-3: %s tells no beginning', (text) => {
    expect(findSince(text, true)).toBeNull()
  })

  it.each([
    ['楼道灯坏了三天没人修', '三天'],
    ['上个月装修的时候把管子敲裂了', '上个月'],
    ['从上个礼拜起就没热水', '从上个礼拜'],
    ['排队排了两个小时', null],
    ['工地半夜还在打桩', null],
    ['欠了我们两个月的工资', null],
    ['提前几天通知', null],
  ])('R-TKT-3: let fall in the first words, %s gives %s', (text, since) => {
    expect(findSince(text, false)).toBe(since)
  })

  it('tells a clause that says when from one that only mentions it', () => {
    expect(tellsSince('就前天下午四点')).toBe(true)
    expect(tellsSince('那个单元门前天坏了又修')).toBe(false)
  })
})
