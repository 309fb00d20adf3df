import { describe, expect, it } from 'vitest'
import { respellPlaces } from './place-spelling.ts'
import { resolvePlace } from './resolve-place.ts'

describe('place names by sound', () => {
  it.each([
    ['wuchang区怎么办居住证', '武昌区怎么办居住证'],
    ['我在 wu chang qu 上班', '我在 武昌区 上班'],
    ['Hanyang qu 低保', '汉阳区 低保'],
    ['huangpi qu的老人', '黄陂区的老人'],
    ['汉洋区哪里办老年证', '汉阳区哪里办老年证'],
    ['桥口区古田街道', '硚口区古田街道'],
    ['积玉乔街道井盖', '积玉桥街道井盖'],
  ])('%s means %s', (written, meant) => {
    expect(respellPlaces(written).text).toBe(meant)
  })

  it.each([
    '我的 wechat 账号被盗了',
    'please help me',
    '小区里停车难',
    '工业园区噪声',
    '武昌区水果湖街道',
    '这个社区的志愿者很好',
    '商业街区停电',
    '我们街道办的人很热情',
  ])('%s stays as it is', (text) => {
    expect(respellPlaces(text)).toEqual({ text, changes: [] })
  })

  it('a name in letters is a place; one by its sound alone is offered, not taken', () => {
    expect(resolvePlace('wuchangqu 的井盖坏了').division?.code).toBe('420106')
    const heard = resolvePlace('积玉乔街道的井盖坏了')
    expect(heard.candidates.map(({ code }) => code)).toContain('420106001')
  })

  it('no name that is rightly written is taken for another', () => {
    const names = ['武昌区', '积玉桥街道', '汉阳区', '蔡甸区', '古田街道', '百步亭社区']
    for (const name of names) expect(respellPlaces(name).changes).toEqual([])
  })
})
