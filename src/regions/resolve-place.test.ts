import { describe, expect, it } from 'vitest'
import { divisionName, findDivision, isWithin, listDivisions } from './divisions.ts'
import { resolvePlace } from './resolve-place.ts'

describe('divisions', () => {
  it('holds the districts, streets and communities with codes that nest', () => {
    expect(listDivisions()).toHaveLength(13)
    expect(listDivisions('420106').every(({ code }) => isWithin(code, '420106'))).toBe(true)
    expect(findDivision('420106')?.name).toBe('武昌区')
    expect(divisionName('420111001003')).toBe('洪山区珞南街道街道口社区')
    expect(divisionName('999999')).toBeNull()
  })
})

describe('resolvePlace', () => {
  it.each([
    ['洪山区珞南街道街道口社区', '420111001003'],
    ['我住在江岸区百步亭花园这边，楼下垃圾好几天没人清', '420102400'],
    ['武昌水果湖街东湖路5号3栋2单元501漏水', '420106012'],
    ['汉口北湖街有人占道', '420103010'],
    ['徐家棚街道有人飞线充电', '420106003'],
    ['谌家矶有臭味', '420102016'],
    ['额头湾村堆渣土', '420104012203'],
    ['中南路街道的名都花园3号楼', '420106011'],
    ['武汉市江夏区纸坊街道熊廷弼街100号', '420115001'],
    ['街道口地铁站旁边共享单车乱停', '420111001'],
    ['东湖高新区佛祖岭街道', '420115086'],
  ])('%s lies in %s', (text, code) => {
    const place = resolvePlace(text)
    expect(place.division?.code).toBe(code)
    expect(place.unsure).toBe(false)
    expect(place.confidence).toBeGreaterThanOrEqual(0.6)
  })

  it.each([
    ['写错的区名', '桥口区古田街道井盖没了', '420104001'],
    ['错一个字的街道，有区名作证', '武昌区积玉乔街道的井盖', '420106001'],
  ])('forgives %s', (_, text, code) => {
    const place = resolvePlace(text)
    expect([
      place.division?.code,
      ...place.candidates.map((candidate) => candidate.code),
    ]).toContain(code)
  })

  it.each([
    ['no place at all', '我们小区电梯坏了'],
    ['a road named like a district', '黄陂街的早点摊'],
    ['a road named like a street office', '后湖大道与百步亭路交叉口积水'],
    ['a figure of speech', '青山绿水真好'],
    ['another city', '咸宁市咸安区'],
  ])('is unsure and offers nothing with %s', (_, text) => {
    const place = resolvePlace(text)
    expect(place).toMatchObject({ unsure: true, division: null, candidates: [] })
  })

  it('lists the places one name may mean', () => {
    const place = resolvePlace('李集街道垃圾没人管')
    expect(place.unsure).toBe(true)
    expect(place.candidates.map(({ name }) => name)).toEqual(['黄陂区李集街道', '新洲区李集街道'])
  })

  it('takes the one that lies where the conversation is', () => {
    expect(resolvePlace('李集街道垃圾没人管', { divisionCode: '420117' }).division?.code).toBe(
      '420117005',
    )
  })

  it('is unsure when the names contradict each other', () => {
    const place = resolvePlace('洪山区大智街道')
    expect(place.unsure).toBe(true)
    expect(place.candidates.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['420111', '420102002']),
    )
  })

  it('keeps the words of the address with their place in the message', () => {
    const text = '您好，武昌水果湖街东湖路5号3栋2单元501漏水了'
    const { address, span } = resolvePlace(text)
    expect(address).toBe('武昌水果湖街东湖路5号3栋2单元501')
    expect(text.slice(span?.start, span?.end)).toBe(address)
  })
})
