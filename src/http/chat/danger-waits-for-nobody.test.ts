import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRemoteResident, type Heard } from '../../testing/resident.ts'
import { startTalkingService, type TalkingService } from '../../testing/talking-service.ts'

const WORDS = '要提前六十日书面通知。[S1]\n合同另有约定的，按合同约定的期限。[S1]'

describe('danger in the middle of an answer', () => {
  let service: TalkingService
  beforeAll(async () => {
    service = await startTalkingService()
  })
  afterAll(() => service.close())

  it('R-EMG: the card does not wait for the answer that speaks, and both turns end once', async () => {
    // The first sentence at once, the second two seconds later.
    service.stub.answerWith((request) =>
      request.body.stream === true
        ? { kind: 'text', text: WORDS, chunkSize: 18, intervalMs: 2_000 }
        : { kind: 'status', status: 400 },
    )
    const resident = await openRemoteResident(service.base)
    const order: string[] = []
    let danger: Promise<Heard> | undefined
    const first = await resident.say('业委会解聘物业要提前几天通知', {
      onEvent: (event) => {
        if (event.type === 'turn.completed') order.push('answer ends')
        if (event.type !== 'answer.sentence') return
        danger ??= resident.say('厨房着火了，全是烟', {
          onEvent: (later) => void (later.type === 'emergency' && order.push('card')),
        })
      },
    })
    const heard = await danger
    expect(order).toEqual(['card', 'answer ends'])
    for (const turn of [first, heard])
      expect(
        turn?.events.filter(({ type }) => /^turn\.(completed|failed)$/.test(type)),
      ).toHaveLength(1)
    const roles = (await resident.messages()).map(({ role }) => role)
    expect(roles.filter((role) => role === 'assistant')).toHaveLength(2)
  })
})
