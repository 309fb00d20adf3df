import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { syncKnowledge } from '../ingestion/index.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts } from '../testing/ports.ts'
import { contextOf } from '../testing/tickets.ts'
import { askQuestion } from './ask-question.ts'
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

  it('without --trace: filters, notes, the gate with its features, and every passage with its lists', async () => {
    const ports = await testPorts(database.sql)
    const input = { question: 'wuchang qu的夜间施工几点到几点', at: '2026-11-24', place: '420106' }
    const lines = await askQuestion(ports, input)
    expect(lines[0]).toMatch(
      /^filters {"jurisdiction":"420106","on":"2026-11-24","levels":null} · lexical · \d+ candidates/,
    )
    expect(lines[1]).toBe('note place: wuchang qu → 武昌区')
    expect(lines[2]).toMatch(
      /^evidence sufficient, answered · 0\.\d+ against 0\.\d+ · reach 0\.\d+ present 0\.\d+ covered/,
    )
    expect(lines.join('\n')).toMatch(
      /^\d\. .*第五百七十二条 · fused \d\.\d+ lexical \d+\.\d+ meaning -?\d\.\d+ dense – rerank –/m,
    )
    // Before the code came into force its predecessor answers from the same command.
    const before = (await askQuestion(ports, { question: '夜间施工噪声', at: '2026-08-01' })).join(
      '\n',
    )
    expect(before).not.toMatch(/^\d\. \S*生态环境法典/m)
  })
})
