import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sweepExpiredTurns } from '../answering/index.ts'
import { createApp } from '../app.ts'
import { openResident, outcomeOf } from '../testing/client.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { fixedClock, testPorts, type TestPorts } from '../testing/ports.ts'
import { contextOf } from '../testing/tickets.ts'
import { claimTurn, endTurn } from './index.ts'

const app = createApp()

describe('turns whose process is gone', () => {
  let database: TestDatabase
  let ports: TestPorts
  const clock = fixedClock()
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock })
  })
  afterAll(() => database.close())
  beforeEach(() => clock.set('2026-11-23T09:00:00+08:00'))

  /** Claimed, and then nobody ran it: what a killed process leaves behind. */
  async function abandoned(conversationId: string): Promise<string> {
    const ctx = contextOf(ports, { kind: 'resident', conversationId })
    const clientTurnId = crypto.randomUUID()
    const claim = await claimTurn(ctx, { conversationId, clientTurnId, text: '你好' })
    if (claim.kind !== 'claimed') throw new Error('not claimed')
    return claim.turn.id
  }
  const endsOf = async (turnId: string): Promise<string[]> => {
    const rows = await database.sql<{ type: string }[]>`
      select event ->> 'type' as type from turn_events where turn_id = ${turnId}`
    return rows.map(({ type }) => type)
  }
  const statusOf = async (turnId: string): Promise<unknown> =>
    (await database.sql`select status, outcome from turns where id = ${turnId}`)[0]

  it('R-OPS: a turn whose process is gone ends once, and the next message is answered', async () => {
    const resident = await openResident(app, ports)
    const turnId = await abandoned(resident.id)
    // Its process may still live, and ends it first.
    expect(await sweepExpiredTurns(ports)).toEqual({ ended: 0 })
    clock.advance(ports.config.TURN_DEADLINE_MS + 6_000)
    expect(await sweepExpiredTurns(ports)).toEqual({ ended: 1 })
    expect(await sweepExpiredTurns(ports)).toEqual({ ended: 0 })
    expect(await statusOf(turnId)).toEqual({ status: 'failed', outcome: 'error_timeout' })
    expect(await endsOf(turnId)).toEqual(['turn.failed'])
    expect(outcomeOf(await resident.say('你好'))).toBe('greeting')
    const [row] = await database.sql`
      select running_turn_id, lease_until from conversations where id = ${resident.id}`
    expect(row?.['running_turn_id']).not.toBe(turnId)
  })

  it('a process that was only slow writes nothing over the end it was given', async () => {
    const resident = await openResident(app, ports)
    const turnId = await abandoned(resident.id)
    clock.advance(ports.config.TURN_DEADLINE_MS + 6_000)
    expect(await sweepExpiredTurns(ports)).toEqual({ ended: 1 })
    const late = endTurn(ports, {
      turnId,
      conversationId: resident.id,
      status: 'completed',
      outcome: 'answered',
      events: [],
      suggestions: [],
      masks: { byPlaceholder: new Map(), byOriginal: new Map() },
      effects: {},
      steps: [],
      passages: [],
    })
    await expect(late).resolves.toBeUndefined()
    expect(await statusOf(turnId)).toEqual({ status: 'failed', outcome: 'error_timeout' })
    expect(await endsOf(turnId)).toEqual(['turn.failed'])
  })

  it('past its lease a turn holds nobody up, though no sweep has come yet', async () => {
    const resident = await openResident(app, ports)
    await abandoned(resident.id)
    clock.advance(ports.config.TURN_DEADLINE_MS + 6_000)
    expect(outcomeOf(await resident.say('你好'))).toBe('greeting')
  })
})
