import { describe, expect, it } from 'vitest'
import { sampleReply } from './sample-reply.ts'
import { unsupportedCitations } from './support.ts'

const kinds = (...ai: string[]): string[] =>
  unsupportedCitations(sampleReply({ ai })).map((reason) => reason.split(/[:(]/)[0]?.trim() ?? '')

describe('a citation supports its sentence', () => {
  it.each([
    ['业主共同决定解聘物业的，应当提前六十日书面通知；', []],
    ['解聘物业应当提前60日书面通知', []],
    ['解聘物业应当提前三十日书面通知', ['not in its source']],
    ['物业公司不按时交房要赔双倍违约金', ['not supported']],
    ['居委会可以代办营业执照年检和税务登记', ['not supported']],
  ])('%s → %j', (sentence, expected) => {
    expect(kinds(sentence)).toEqual(expected)
  })

  it('a sentence without a citation, or whose passage is gone, is told', () => {
    expect(
      unsupportedCitations(sampleReply({ ai: ['应当提前六十日书面通知'], cited: false })),
    ).toEqual(['uncited: 应当提前六十日书面通知'])
    const reply = sampleReply({ ai: ['应当提前六十日书面通知'] })
    expect(
      unsupportedCitations({
        ...reply,
        citations: reply.citations.map((item) => ({ ...item, text: '' })),
      }),
    ).toEqual(['does not open: 应当提前六十日书面通知'])
  })

  it('fixed lines of the service need no source', () => {
    expect(unsupportedCitations(sampleReply({ system: ['可以转人工'], cited: false }))).toEqual([])
  })
})
