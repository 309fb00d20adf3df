import { describe, expect, it } from 'vitest'
import type { Draft } from './reply.ts'
import { sampleReply } from './sample-reply.ts'
import { compareTicket, ticketScore, type ExpectedTicket } from './tickets.ts'

const EXPECTED: ExpectedTicket = {
  appeal_type: 'complaint',
  category: 'E06042',
  urgency: 'normal',
  place: '桂花苑2栋西头的垃圾房',
  matters: 1,
  since: '两天',
}
const RIGHT: Draft = {
  categories: ['E06042', 'E06010'],
  appealType: 'complaint',
  urgency: 'normal',
  place: '桂花苑2栋西头的垃圾房',
  since: '两天',
  told: '垃圾两天没人清',
}
const drafted = (...drafts: Draft[]) => [sampleReply({ outcome: 'ticket_drafted', drafts })]

describe('a ticket is graded field by field', () => {
  it('all right', () => {
    const grades = compareTicket(EXPECTED, drafted(RIGHT))
    expect(Object.values(grades.fields)).toEqual(Array.from({ length: 6 }, () => 'exact'))
    expect(ticketScore(grades)).toBe(1)
  })

  it.each<[Partial<Draft>, string, string]>([
    [{ categories: ['E06010', 'E06042'] }, 'category', 'partial'],
    [{ categories: ['E06010'] }, 'category', 'wrong'],
    [{ place: '桂花苑2栋' }, 'place', 'partial'],
    [{ place: '示例路8号' }, 'place', 'wrong'],
    [{ place: null }, 'place', 'wrong'],
    [{ place: '' }, 'place', 'wrong'],
    [{ since: '已经两天了' }, 'since', 'partial'],
    [{ since: null }, 'since', 'wrong'],
    [{ appealType: 'help' }, 'appeal_type', 'wrong'],
    [{ urgency: 'urgent' }, 'urgency', 'wrong'],
  ])('%j: %s %s, the others untouched', (change, field, grade) => {
    const { fields } = compareTicket(EXPECTED, drafted({ ...RIGHT, ...change }))
    expect(fields).toMatchObject({ [field]: grade })
    expect(Object.values(fields).filter((given) => given !== 'exact')).toEqual([grade])
  })

  it('two drafts for one matter, or none at all, are wrong', () => {
    expect(compareTicket(EXPECTED, drafted(RIGHT, RIGHT)).fields.matters).toBe('wrong')
    const none = compareTicket(EXPECTED, [sampleReply({ outcome: 'ticket_question' })])
    expect([none.drafted, ticketScore(none)]).toEqual([false, 0])
  })

  it('a place nobody said must stay empty', () => {
    const nowhere = { ...EXPECTED, place: null }
    expect(compareTicket(nowhere, drafted({ ...RIGHT, place: null })).fields.place).toBe('exact')
    expect(compareTicket(nowhere, drafted(RIGHT)).fields.place).toBe('wrong')
  })

  it('danger that alarmed at once is critical without a draft', () => {
    const grades = compareTicket({ ...EXPECTED, urgency: 'critical' }, [
      sampleReply({ outcome: 'emergency_alarm' }),
    ])
    expect(grades.fields.urgency).toBe('exact')
  })
})
