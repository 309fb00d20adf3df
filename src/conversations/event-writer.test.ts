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
  it('writes together what is said in one go, and what came meanwhile, in order', async () => {
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
    const first = [event('a', 1), event('b', 1)].map((one) => writer.append(one))
    await Promise.resolve()
    await Promise.resolve()
    expect(written).toEqual(['a1 b1'])
    const meanwhile = [event('a', 2), event('b', 2)].map((one) => writer.append(one))
    release()
    expect(await Promise.all([...first, ...meanwhile])).toEqual([true, true, true, true])
    expect(written).toEqual(['a1 b1', 'a2 b2'])
  })

  it('a sign of progress goes with the next words, or by itself after a moment', async () => {
    const written: string[] = []
    const writer = createEventWriter((events) => {
      written.push(names(events))
      return Promise.resolve(new Set(events.map(({ turnId }) => turnId)))
    })
    const progress = writer.append(event('a', 1), 'soon')
    await Promise.resolve()
    expect(written).toEqual([])
    await writer.append(event('a', 2))
    expect(await progress).toBe(true)
    expect(written).toEqual(['a1 a2'])
    expect(await writer.append(event('a', 3), 'soon')).toBe(true)
    expect(written).toEqual(['a1 a2', 'a3'])
    const last = writer.append(event('a', 4), 'soon')
    writer.hurry()
    expect(await last).toBe(true)
    expect(written).toEqual(['a1 a2', 'a3', 'a4'])
  })

  it('tells apart, inside one statement, the turns that still run and those that ended', async () => {
    const writer = createEventWriter((events) =>
      Promise.resolve(new Set(events.map(({ turnId }) => turnId).filter((id) => id === 'a'))),
    )
    expect(
      await Promise.all([event('a', 1), event('b', 1)].map((one) => writer.append(one))),
    ).toEqual([true, false])
  })

  it('one turn’s event that cannot be stored costs no other turn its own', async () => {
    const writer = createEventWriter((events) =>
      events.some(({ turnId }) => turnId === 'bad')
        ? Promise.reject(new Error('unreadable'))
        : Promise.resolve(new Set(events.map(({ turnId }) => turnId))),
    )
    const results = await Promise.allSettled(
      [event('x', 1), event('a', 1), event('bad', 1), event('b', 1)].map((one) =>
        writer.append(one),
      ),
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
