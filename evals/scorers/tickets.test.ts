import { describe, expect, it } from 'vitest'
import type { Draft } from './reply.ts'
import { sampleReply } from './sample-reply.ts'
import { compareTicket, type TicketFields } from './tickets.ts'

const expected = {
  appeal_type: 'help',
  category: 'E01037',
  urgency: 'normal',
  place: '茶花园12栋',
  matters: 1,
}
const draft = {
  categories: ['E01037', 'E06042'],
  appealType: 'help',
  urgency: 'normal',
  place: '茶花园12栋楼下',
}

describe('a drafted ticket', () => {
  it('is compared field by field', () => {
    const reply = sampleReply({ outcome: 'ticket_drafted', drafts: [draft] })
    expect(Object.values(compareTicket(expected, [reply]))).toEqual(Array(7).fill(true))
  })

  it.each([
    ['category_top1', { ...draft, categories: ['E06042', 'E01037'] }],
    ['category_top3', { ...draft, categories: ['E1', 'E2', 'E3', 'E01037'] }],
    ['urgency', { ...draft, urgency: 'urgent' }],
    ['place', { ...draft, place: '示例路' }],
    ['place', { ...draft, place: '' }],
    ['appeal_type', { ...draft, appealType: 'complaint' }],
  ] satisfies [keyof TicketFields, Draft][])('a wrong %s is seen', (field, wrong) => {
    const reply = sampleReply({ outcome: 'ticket_drafted', drafts: [wrong] })
    expect(compareTicket(expected, [reply])[field]).toBe(false)
  })

  it('no draft has no right field but a missing place that was not expected', () => {
    const fields = compareTicket(expected, [sampleReply({ outcome: 'clarification' })])
    expect(Object.values(fields)).toEqual(Array(7).fill(false))
  })

  it('two drafts for one matter is one too many', () => {
    const reply = sampleReply({ outcome: 'ticket_drafted', drafts: [draft, draft] })
    expect(compareTicket(expected, [reply]).matters).toBe(false)
  })
})
