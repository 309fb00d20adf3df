import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'
import { contextOf } from '../testing/tickets.ts'
import { claimTurn, createConversation, openTurnLog } from './index.ts'

describe('the log of a running turn', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
  })
  afterAll(() => database.close())

  it('R-PRV-1: what is said with a name in it is stored masked, and heard in plain words', async () => {
    const { id } = await createConversation(ports)
    const resident = contextOf(ports, { kind: 'resident', conversationId: id })
    const claim = await claimTurn(resident, {
      conversationId: id,
      clientTurnId: crypto.randomUUID(),
      text: '我叫欧阳示例，电话13912345678，路灯坏了',
    })
    if (claim.kind !== 'claimed') throw new Error('not claimed')
    const { turn } = claim
    const log = openTurnLog(ports, { turnId: turn.id, masks: turn.masks })
    const text = '已记下：欧阳示例，13912345678。'
    await log.emit({
      type: 'answer.sentence',
      index: 0,
      text,
      role: 'text',
      citations: [],
      origin: 'ai',
    })
    const stored = JSON.stringify(await database.sql`select event from turn_events`)
    expect(stored).toContain('已记下')
    expect(stored).not.toMatch(/欧阳示例|13912345678/)
    expect(JSON.stringify(ports.turns.logs.get(turn.id))).toContain(text)
  })
})
