import { describe, expect, it } from 'vitest'
import { scoreAnswer, scoreFalsePremise } from './answers.ts'
import { sampleReply } from './sample-reply.ts'

const facts = {
  must_contain: [
    ['六十日', '60天'],
    ['另有约定', '合同'],
  ],
  must_not_contain: ['物业管理条例第十二条'],
  document: 'civil-code',
  article: '第九百四十六条',
}
const RIGHT = ['要提前六十日书面通知。', '合同对通知期限另有约定的除外。']
const WAYS = '您可以：换个说法再问一次；转人工；或拨打12345核实。'

describe('an answer', () => {
  it('passes with every fact, from the article, with nothing added', () => {
    expect(scoreAnswer(facts, sampleReply({ ai: RIGHT }))).toEqual({ pass: true, reasons: [] })
  })

  it.each([
    ['says nothing', sampleReply({ ai: [] }), /missing: 六十日/],
    [
      'is a refusal',
      sampleReply({ outcome: 'unanswerable_weak_evidence', system: ['未查到依据。', WAYS] }),
      /refused: unanswerable_weak_evidence/,
    ],
    [
      'refuses with the fact in its fixed text',
      sampleReply({ outcome: 'unanswerable_not_recorded', system: RIGHT }),
      /refused/,
    ],
    ['leaves a condition out', sampleReply({ ai: RIGHT.slice(0, 1) }), /missing: 另有约定/],
    [
      'has a wrong number beside the right one',
      sampleReply({ ai: [...RIGHT, '紧急时提前七日即可。'] }),
      /not in its source: 七/,
    ],
    ['cites nothing', sampleReply({ ai: RIGHT, cited: false }), /uncited/],
    [
      'says what it must not',
      sampleReply({ ai: [...RIGHT, '见物业管理条例第十二条。'] }),
      /must not say/,
    ],
  ])('fails when it %s', (_, reply, reason) => {
    const scored = scoreAnswer(facts, reply)
    expect(scored.pass).toBe(false)
    expect(scored.reasons.join('\n')).toMatch(reason)
  })

  it('fails from another article, unless the case names it too', () => {
    const elsewhere = { ...facts, article: '第一条' }
    const reply = sampleReply({ ai: RIGHT })
    expect(scoreAnswer(elsewhere, reply).reasons).toEqual(['expected article not cited'])
    const also = [{ document: 'civil-code', article: '第九百四十六条' }]
    expect(scoreAnswer({ ...elsewhere, also }, reply).pass).toBe(true)
  })

  it('may be served by another family when the case says so', () => {
    const reply = sampleReply({ outcome: 'track_needs_code', system: ['请告诉我工单编号。'] })
    expect(scoreAnswer({ ...facts, or_family: ['tracked'] }, reply).pass).toBe(true)
  })

  it('R-KB-7: agreeing with a wrong premise fails, with the right facts too', () => {
    expect(scoreFalsePremise(facts, sampleReply({ ai: RIGHT })).pass).toBe(true)
    expect(scoreFalsePremise(facts, sampleReply({ ai: ['没错，就是这样。', ...RIGHT] })).pass).toBe(
      false,
    )
  })
})
