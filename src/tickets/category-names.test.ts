import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createConversation } from '../conversations/index.ts'
import { confirmTicket } from '../testing/confirm-ticket.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'
import { contextOf, staffActor } from '../testing/tickets.ts'
import { categoryName, categoryPath } from './catalogue.ts'
import { checkCatalogue } from './check-catalogue.ts'
import {
  draftTickets,
  getTicket,
  listQueue,
  ListQueueInput,
  lookupTicket,
  measureIntake,
} from './index.ts'

const MATTER = '小区路灯坏了三天没人修'
const ENGLISH = 'Municipal facilities / Street light problem'
type Named = { code: string; name: string; name_en?: string; leaf: boolean }
const { items } = JSON.parse(
  readFileSync(new URL('../../knowledge/tables/catalogue.json', import.meta.url), 'utf8'),
) as { items: Named[] }

describe('names of categories in the reader’s language', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
  })
  afterAll(() => database.close())

  it('R-CAT-1: every category and group we ship has an English name, no two the same', () => {
    const unnamed = items.filter(
      ({ name_en: english }) => !/^[\x20-\x7e’]{3,50}$/.test(english ?? ''),
    )
    expect(unnamed).toEqual([])
    const leaves = items.filter(({ leaf }) => leaf)
    expect(new Set(leaves.map(({ name_en: english }) => english)).size).toBe(leaves.length)
  })

  it('R-CAT-1: what has no English name is shown by its Chinese one', () => {
    expect(categoryName({ name: '示例' }, 'en')).toBe('示例')
    expect(categoryName({ name: '示例', name_en: 'Example' }, 'en')).toBe('Example')
    expect(categoryName({ name: '示例', name_en: 'Example' })).toBe('示例')
    expect(categoryPath('E01037', 'en')).toBe(ENGLISH)
    expect(categoryPath('E01037')).toBe('市政公用设施 / 路灯异常')
  })

  it('R-CAT-1: the check names an English name that is Chinese', () => {
    const raw = JSON.parse(
      readFileSync(new URL('../../knowledge/tables/catalogue.json', import.meta.url), 'utf8'),
    ) as { items: Named[] }
    for (const item of raw.items) if (item.code === 'L0101') item.name_en = '服务质量'
    expect(checkCatalogue(raw)).toEqual([{ code: 'L0101', problem: 'name_en 服务质量 is Chinese' }])
  })

  it('the draft card speaks the language of its conversation; the code is the same', async () => {
    const draft = async (locale: 'zh-CN' | 'en') => {
      const { id } = await createConversation(ports)
      const [card] = await draftTickets(ports, [
        {
          conversationId: id,
          matter: MATTER,
          told: MATTER,
          words: [{ messageId: 'msg_1', text: MATTER }],
          place: null,
          since: null,
          urgency: 'normal',
          urgencyWords: null,
          divisionCode: null,
          divisionName: null,
          riskFlags: [],
          locale,
        },
      ])
      return card
    }
    const [zh, en] = [await draft('zh-CN'), await draft('en')]
    expect(en?.fields.category_code.value).toBe(zh?.fields.category_code.value)
    expect([zh?.labels.category, en?.labels.category]).toEqual(['市政公用设施 / 路灯异常', ENGLISH])
    expect(JSON.stringify(en?.category_candidates.map(({ name }) => name))).not.toMatch(
      /\p{Script=Han}/u,
    )
    expect(en?.category_candidates.map(({ code }) => code)).toEqual(
      zh?.category_candidates.map(({ code }) => code),
    )
  })

  it('queue, review, figures and tracking name it in the language each reader asked for', async () => {
    const { ticket } = await confirmTicket(ports)
    const { ticket_no: no } = ticket
    const zh = contextOf(ports, staffActor('city', '4201'))
    const en = { ...zh, locale: 'en' as const }
    const candidateOf = async (ctx: typeof zh): Promise<unknown> =>
      (await getTicket(ctx, no)).ai_fields['category_candidates']?.value
    expect((await getTicket(zh, no)).category).toBe('市政公用设施 / 路灯异常')
    expect(await candidateOf(zh)).toMatchObject([{ code: 'E01037', name: '路灯异常' }, {}, {}])
    expect(await getTicket(en, no)).toMatchObject({ category: ENGLISH, category_code: 'E01037' })
    expect(await candidateOf(en)).toMatchObject([
      { code: 'E01037', name: 'Street light problem' },
      {},
      {},
    ])
    const { tickets } = await listQueue(en, ListQueueInput.parse({ view: 'all' }))
    expect(tickets).toMatchObject([{ ticket_no: no, category: ENGLISH }])
    const period = { from: '2026-01-01', to: '2026-12-31' }
    expect((await measureIntake(en, period)).groups).toEqual(['Municipal facilities'])
    const code = { ticketNo: no, queryCode: ticket.query_code ?? '' }
    expect((await lookupTicket({ ...ports, locale: 'en' }, code)).category).toBe(ENGLISH)
    expect((await lookupTicket(ports, code)).category).toBe('市政公用设施 / 路灯异常')
  })
})
