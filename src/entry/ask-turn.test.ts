import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { syncKnowledge } from '../ingestion/index.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts } from '../testing/ports.ts'
import { contextOf } from '../testing/tickets.ts'
import { askTurn } from './ask-turn.ts'

describe('ask --trace', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await testDatabase()
  })
  afterAll(() => database.close())

  it('prints the answer, every step with its time, the gate and the passages with scores', async () => {
    const ports = await testPorts(database.sql)
    await syncKnowledge(ports, {
      directory: fileURLToPath(new URL('../../knowledge/', import.meta.url)),
    })
    const ctx = contextOf(ports, { kind: 'system', job: 'ask' })
    const text = (await askTurn(ctx, '业委会解聘物业要提前几天通知')).join('\n')
    expect(text).toContain('六十日')
    expect(text).toMatch(/^turn_\w+ · completed · answered$/m)
    expect(text).toMatch(/^ {2}check-emergency +\d+\.\d ms$/m)
    expect(text).toMatch(/^evidence sufficient · 0\.\d+ against 0\.\d+$/m)
    expect(text).toMatch(/第九百四十六条 · used · fused \d/)
  })
})
