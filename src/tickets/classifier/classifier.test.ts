import { describe, expect, it } from 'vitest'
import { findCategory } from '../catalogue.ts'
import { loadClassifier } from './classify.ts'
import { countGrams, splitRuns } from './features.ts'
import { classifyTicket } from './shipped.ts'
import { rankLabels, trainClassifier, type ClassifierSettings } from './train-classifier.ts'
import { packClassifier } from './weights.ts'

const ROWS = [
  ['路灯坏了晚上很黑', '灯'],
  ['整条街的路灯不亮', '灯'],
  ['楼下的灯一闪一闪', '灯'],
  ['门口路灯熄了', '灯'],
  ['广场舞声音太吵', '噪'],
  ['半夜唱歌很吵', '噪'],
  ['音响太大声吵人', '噪'],
  ['夜里喧哗吵得睡不着', '噪'],
  ['路边垃圾没人清', '脏'],
  ['垃圾撒了一地', '脏'],
  ['垃圾堆在门口发臭', '脏'],
  ['到处是垃圾袋', '脏'],
].map(([text = '', label = '']) => ({ text, label }))
const SETTINGS: ClassifierSettings = {
  longestGram: 2,
  minimumTexts: 1,
  leaf: { cost: 1, rounds: 15, positiveCost: 2 },
  group: {
    of: (label) => (label === '脏' ? '脏' : '其'),
    settings: { cost: 1, rounds: 15 },
    weight: 0.5,
  },
}

describe('features', () => {
  it('cut runs at marks, fold letters and make digits alike', () => {
    expect(splitRuns('ＡPP卡住，3栋２单元！')).toEqual(['app卡住', '0栋0单元'])
  })

  it('never join characters across a mark', () => {
    expect([...countGrams('路灯，坏了', 2).keys()]).toEqual([
      '路',
      '路灯',
      '灯',
      '坏',
      '坏了',
      '了',
    ])
  })
})

describe('trainClassifier', () => {
  it('gives the same weights for the same rows', () => {
    const once = packClassifier(trainClassifier(ROWS, SETTINGS), 'v', 100)
    expect(packClassifier(trainClassifier(ROWS, SETTINGS), 'v', 100)).toEqual(once)
  })

  it('decides the same packed as unpacked', () => {
    const model = trainClassifier(ROWS, SETTINGS)
    const packed = loadClassifier(JSON.parse(JSON.stringify(packClassifier(model, 'v', 500))))
    for (const text of ['路灯又不亮了', '晚上唱歌太吵', '一堆垃圾']) {
      const [full] = rankLabels(model, text)
      const [small] = packed.classify(text)
      expect(small?.code).toBe(full?.label)
      expect(small?.confidence).toBeCloseTo(full?.confidence ?? 0, 1)
    }
  })
})

describe('classifyTicket', () => {
  // The pairs that are easily confused, one clear message each.
  it.each([
    ['路边一堆垃圾没人清，苍蝇乱飞', 'E06010'],
    ['装修的砖头渣土堆在空地半个多月了', 'E06011'],
    ['垃圾桶满得都溢出来了', 'E06042'],
    ['绿化带里全是烟头和塑料袋', 'E06017'],
    ['有人把绿化带挖了种菜', 'E06045'],
    ['水果店把货架摆到门外人行道上', 'E09005'],
    ['路边摆地摊卖袜子的把路占了', 'E09006'],
    ['楼下广场舞音响太大', 'E06028'],
    ['工地半夜还在打桩', 'E08001'],
    ['马路上有个大坑', 'E06013'],
    ['工地出入口的路被渣土车压坏了', 'E08009'],
    ['消防通道被私家车堵了', 'E09012'],
    ['老房子想加装电梯一楼不同意', 'L0201'],
    ['楼道里有人给电动车飞线充电', 'L0301'],
    ['老板拖欠工资三个月了', 'L0601'],
    ['健身房关门跑路，卡里的钱退不了', 'L1201'],
  ])('R-CAT-3: %s is %s, with reasons from the message', (text, code) => {
    const [best, ...others] = classifyTicket(text)
    expect(best?.code).toBe(code)
    expect(best?.why.every((word) => text.includes(word))).toBe(true)
    expect(best?.why).not.toHaveLength(0)
    expect(others).toHaveLength(2)
  })

  it('R-CAT-3: names only categories of the catalogue, likeliest first, with confidences that share one', () => {
    const all = classifyTicket('垃圾桶旁边占道经营', 400)
    expect(all.every(({ code }) => findCategory(code) !== undefined)).toBe(true)
    const confidences = all.map(({ confidence }) => confidence)
    expect(confidences).toEqual(confidences.toSorted((a, b) => b - a))
    expect(confidences.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 1)
  })

  it('says nothing of a message without known words', () => {
    expect(classifyTicket('……!!!')).toEqual([])
  })
})
