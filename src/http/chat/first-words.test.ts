import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outcomeOf } from '../../testing/client.ts'
import { composing, QUESTION } from '../../testing/model-faults.ts'
import { openRemoteResident } from '../../testing/resident.ts'
import { startTalkingService, type TalkingService } from '../../testing/talking-service.ts'

/** R-OPS-5, and what a busy machine may add. */
const FIRST_WORDS_MS = 3_000 + 1_500

describe('a model that says nothing', () => {
  let service: TalkingService
  beforeAll(async () => {
    service = await startTalkingService()
  })
  afterAll(() => service.close())

  it('R-OPS-5: a model that says nothing is given up for this answer in time for the passages', async () => {
    composing(service.stub, { kind: 'stall' })
    const resident = await openRemoteResident(service.base)
    const began = performance.now()
    let firstWords = Infinity
    const { events } = await resident.say(QUESTION, {
      onEvent: ({ type }) => {
        if (type === 'answer.sentence') firstWords = Math.min(firstWords, performance.now() - began)
      },
    })
    expect(firstWords).toBeLessThan(FIRST_WORDS_MS)
    expect(outcomeOf(events)).toMatch(/^answered/)
    expect(service.stub.requests.at(-1)?.aborted).toBe(true)
  })
})
