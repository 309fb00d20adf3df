import { describe, expect, it } from 'vitest'
import type { Passage } from '../retrieval/index.ts'
import { weighEvidence } from './evidence.ts'

const passage = (
  fused: number,
  sourceType: Passage['sourceType'] = 'law',
  documentId = `doc_${fused}`,
): Passage => ({
  passageId: `psg_${fused}`,
  documentId,
  title: '示例条例',
  heading: '第一条',
  path: '',
  articleNo: '第一条',
  docNo: null,
  issuer: '示例机关',
  level: '法律',
  levelRank: 1,
  jurisdiction: '',
  sourceType,
  status: 'effective',
  publishedAt: null,
  effectiveFrom: null,
  effectiveTo: null,
  asOf: null,
  sourceName: '',
  sourceVersion: '',
  restated: false,
  anchor: 'a',
  page: null,
  ordinal: 1,
  text: '示例。',
  relatedQuestions: [],
  rank: 1,
  scores: { lexical: 1, meaning: null, dense: null, fused, rerank: null },
  outrankedBy: null,
})
const weigh = (question: string, score: number, passages: Passage[], inFocus = false) =>
  weighEvidence(question, {
    gate: { answerable: score >= 0.3, score, threshold: 0.3, features: {} },
    passages,
    inFocus,
  })

describe('weighEvidence', () => {
  it('R-KB-6: no passage, or none with anything in common, is no evidence', () => {
    expect(weigh('最低工资多少', 0.5, [])).toBe('none')
    expect(weigh('最低工资多少', 0.1, [passage(1), passage(0.2)])).toBe('none')
  })

  it('takes the gate at its word', () => {
    expect(weigh('物业能停水吗', 0.4, [passage(1), passage(0.99)])).toBe('sufficient')
  })

  it('R-KB-5: one rule far ahead of the others is the nearest, two alike are none', () => {
    expect(weigh('夏天路边烤串烟特别大', 0.28, [passage(1), passage(0.5)])).toBe('nearest')
    expect(weigh('夏天路边烤串烟特别大', 0.28, [passage(1), passage(0.9)])).toBe('none')
  })

  it('other articles of the same document are no rivals', () => {
    const articles = [passage(1, 'law', 'permit'), passage(0.9, 'law', 'permit'), passage(0.4)]
    expect(weigh('居住的那个证', 0.28, articles)).toBe('nearest')
    expect(weigh('居住的那个证', 0.26, articles)).toBe('none')
  })

  it('asked on about the last answer, fewer words are enough', () => {
    expect(weigh('不认账怎么办', 0.16, [passage(1), passage(0.9)], true)).toBe('nearest')
    expect(weigh('不认账怎么办', 0.14, [passage(1), passage(0.9)], true)).toBe('none')
  })

  it('R-KB-7: a claim put up for confirmation needs a smaller lead', () => {
    expect(weigh('狗咬人主人不用赔，对吧', 0.28, [passage(1), passage(0.8)])).toBe('nearest')
  })

  it('R-KB-4: a press report is the nearest to a claim of fact only', () => {
    const press = [passage(1, 'press'), passage(0.4)]
    expect(weigh('武汉公租房要排多久', 0.28, press)).toBe('none')
    expect(weigh('武汉已经装了一万台电梯了，对吧', 0.28, press)).toBe('nearest')
  })
})
