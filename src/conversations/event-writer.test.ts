import { describe, expect, it } from 'vitest'
import { createEventWriter } from './event-writer.ts'
import type { NewTurnEvent } from './turn-store.ts'

const event = (turnId: string, seq: number): NewTurnEvent => ({
  turnId,
  seq,
  event: { type: 'turn.progress', stage: 'searching' },
  at: new Date(0),
})
const names = (events: readonly NewTurnEvent[]): string =>
  events.map(({ turnId, seq }) => `${turnId}${seq}`).join(' ')

describe('createEventWriter', () => {
  it('writes the first event at once and what came meanwhile together, in order', async () => {
    const written: string[] = []
    let release = (): void => undefined
    const gate = new Promise<void>((settle) => {
      release = settle
    })
    const writer = createEventWriter(async (events) => {
      written.push(names(events))
      await gate
      return new Set(events.map(({ turnId }) => turnId))
    })
    const stored = [event('a', 1), event('b', 1), event('a', 2)].map((one) => writer.append(one))
    expect(written).toEqual(['a1'])
    release()
    expect(await Promise.all(stored)).toEqual([true, true, true])
    expect(written).toEqual(['a1', 'b1 a2'])
  })

  it('tells apart, inside one statement, the turns that still run and those that ended', async () => {
    const writer = createEventWriter((events) =>
      Promise.resolve(new Set(events.map(({ turnId }) => turnId).filter((id) => id === 'a'))),
    )
    expect(await Promise.all([event('a', 1), event('b', 1)].map(writer.append))).toEqual([
      true,
      false,
    ])
  })

  it('one turn’s event that cannot be stored costs no other turn its own', async () => {
    const writer = createEventWriter((events) =>
      events.some(({ turnId }) => turnId === 'bad')
        ? Promise.reject(new Error('unreadable'))
        : Promise.resolve(new Set(events.map(({ turnId }) => turnId))),
    )
    const results = await Promise.allSettled(
      [event('x', 1), event('a', 1), event('bad', 1), event('b', 1)].map(writer.append),
    )
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
    // And the writer goes on.
    expect(await writer.append(event('c', 1))).toBe(true)
  })
})
