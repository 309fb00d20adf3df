import { describe, expect, it } from 'vitest'
import { acceptBody, confidenceWord, cutAtMarks, hasEdits, marksOf } from './review.ts'
import type { TicketDetail } from './api.ts'

describe('review', () => {
  it('cuts the words where a field stands on them; overlapping words share a piece', () => {
    const marks = [
      { field: 'address', text: '紫阳路示例小区', messageId: null },
      { field: 'division_code', text: '紫阳路', messageId: null },
      { field: 'incident_at', text: '三天', messageId: null },
      { field: 'urgency', text: '没有的话', messageId: null },
    ]
    expect(cutAtMarks('紫阳路示例小区路灯坏了三天', marks)).toEqual([
      { text: '紫阳路', fields: ['address', 'division_code'] },
      { text: '示例小区', fields: ['address'] },
      { text: '路灯坏了', fields: [] },
      { text: '三天', fields: ['incident_at'] },
    ])
    expect(cutAtMarks('', marks)).toEqual([])
  })

  it('leaves out fields without words, and the title, which is the whole matter', () => {
    const evidence = { start: 0, end: 2, text: '三天', message_id: 'msg_1' }
    const fields = {
      title: { value: 'x', confidence: 1, evidence },
      incident_at: { value: '三天', confidence: 0.8, evidence },
      urgency: { value: 'normal', confidence: 0.7, evidence: null },
    }
    expect(marksOf(fields)).toEqual([{ field: 'incident_at', text: '三天', messageId: 'msg_1' }])
  })

  it('R-CAT-3: says a confidence as a word', () => {
    expect([0.93, 0.8, 0.79, 0.6, 0.59].map(confidenceWord)).toEqual([
      'high',
      'high',
      'mid',
      'mid',
      'low',
    ])
  })

  it('sends only what was changed', () => {
    const ticket = { version: 3 } as TicketDetail
    expect(acceptBody(ticket, {})).toEqual({ to: 'accepted', version: 3, fields: {} })
    const edits = { category_code: 'E01037', address: '示例路', shown: { category_code: '路灯' } }
    expect(acceptBody(ticket, edits)).toEqual({
      to: 'accepted',
      version: 3,
      category_code: 'E01037',
      fields: { address: '示例路' },
    })
    expect([hasEdits({}), hasEdits({ shown: {} }), hasEdits(edits)]).toEqual([false, false, true])
  })
})
