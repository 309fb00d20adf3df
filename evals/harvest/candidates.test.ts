import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { submitFeedback } from '../../src/conversations/index.ts'
import { findConversation, listMessages } from '../../src/conversations/store.ts'
import { findTicketByNo, upsertReview } from '../../src/tickets/store.ts'
import { fileTicket } from '../../src/testing/tickets.ts'
import { openTurns, type TurnRun } from '../support/turns.ts'
import { acceptCandidates, collectCandidates, type Candidate } from './candidates.ts'

const at = new Date('2026-11-23T01:00:00Z')

describe('candidates from production', () => {
  let turns: TurnRun
  let candidates: Candidate[]
  const of = (kind: Candidate['kind']): Candidate | undefined =>
    candidates.find((candidate) => candidate.kind === kind)

  beforeAll(async () => {
    turns = await openTurns()
    const { ports } = turns
    const asker = await turns.openResident()
    const reply = await asker.say('我电话13800000021，居住证几天能拿')
    const trace = await turns.traceOf(reply.turnId)
    const conversation = await findConversation(ports.sql, trace.conversation_id)
    if (conversation === undefined) throw new Error('the conversation is stored')
    const messages = await listMessages(ports.sql, conversation.id)
    const answer = messages.find(({ role }) => role === 'assistant')
    await submitFeedback(ports, {
      conversation,
      messageId: answer?.id ?? '',
      vote: 'down',
      reasons: ['incomplete'],
      comment: '没说要带什么，打13800000022找我',
    })
    const caller = await turns.openResident()
    await caller.say('转人工')
    const { no } = await fileTicket(ports)
    const ticket = await findTicketByNo(ports.sql, no)
    await ports.sql`update tickets set resident_words = '门口路灯不亮，我叫李示例' where ticket_no = ${no}`
    await upsertReview(ports.sql, {
      ticketId: ticket?.id ?? '',
      field: 'category_code',
      suggested: 'E06010',
      confirmed: 'E01037',
      confidence: 0.4,
      changed: true,
      staffId: 'stf_1',
      at,
    })
    candidates = await collectCandidates(ports.sql, new Date('2026-11-01'))
  })
  afterAll(() => turns.close())

  it('R-PRV-1: corrected reviews, thumbs-down and hand-overs, without personal data or ids', () => {
    expect(of('corrected')).toMatchObject({
      suite: 'categories',
      got: { category: 'E06010' },
      expected: { category: 'E01037' },
      reviewed_by: null,
    })
    expect(of('thumbs_down')?.got).toMatchObject({ outcome: 'answered', reasons: ['incomplete'] })
    expect(of('handed_over')?.input).toContain('转人工')
    const text = JSON.stringify(candidates)
    expect(text).not.toMatch(/138000000|李示例|tkt_|msg_|cnv_|trn_/)
    expect(candidates.every(({ id }) => /^hv-[0-9a-f]{12}$/.test(id))).toBe(true)
  })

  it('nothing counts before a person has signed it', () => {
    expect(acceptCandidates(candidates)).toMatchObject({ accepted: [], waiting: candidates.length })
    const signed = { ...of('corrected'), reviewed_by: '示例评审' }
    const { accepted } = acceptCandidates([signed])
    expect(accepted).toMatchObject([
      {
        home: { name: 'classification.blind' },
        row: { source: 'production', tags: ['production', 'corrected'] },
      },
    ])
  })

  it('a signed line that is no whole case, or holds personal data, is refused', () => {
    const base = { ...of('corrected'), reviewed_by: '示例评审' }
    const { refused } = acceptCandidates([
      { ...of('thumbs_down'), reviewed_by: '示例评审' },
      { ...base, input: '打13800000023' },
      { ...base, suite: 'nothing' },
    ])
    expect(refused).toHaveLength(3)
    expect(refused[1]).toContain('personal data')
    expect(refused[2]).toContain('no suite "nothing"')
  })
})
