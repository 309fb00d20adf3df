import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { syncKnowledge } from '../ingestion/index.ts'
import { createModels } from '../llm/index.ts'
import { openResident, outcomeOf, textOf } from '../testing/client.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { startOpenAiStub, type OpenAiStub } from '../testing/openai-stub.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'

const app = createApp()
const knowledge = fileURLToPath(new URL('../../knowledge/', import.meta.url))
const QUESTION = '业委会解聘物业要提前几天通知'

describe('a turn with a model', () => {
  let database: TestDatabase
  let stub: OpenAiStub
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    stub = await startOpenAiStub()
    const settings = { OPENAI_BASE_URL: stub.baseUrl, CHAT_MODEL: 'stub', MODEL_TIMEOUT_MS: '2000' }
    ports = await testPorts(database.sql, { settings })
    await syncKnowledge(ports, { directory: knowledge })
  })
  afterAll(async () => {
    await stub.close()
    await database.close()
  })
  // A fresh door for each test: an open circuit of one must not answer for the next.
  beforeEach(() => {
    stub.requests.length = 0
    ports = {
      ...ports,
      ...createModels(ports.config, { logger: ports.logger, clock: ports.clock }),
    }
  })

  /** The understanding call gets no usable reply, so the rules decide; the composing call streams `answer`. */
  const compose = (answer: string): void =>
    stub.answerWith((request) =>
      request.body['stream'] === true
        ? { kind: 'text', text: answer, chunkSize: 3 }
        : { kind: 'status', status: 400 },
    )

  it('binds a composed answer to its passages', async () => {
    compose('要提前六十日书面通知。[S1]\n- 合同对通知期限另有约定的除外。[S1]')
    const resident = await openResident(app, ports)
    const events = await resident.say(QUESTION)
    expect(outcomeOf(events)).toBe('answered')
    expect(textOf(events)).toBe('要提前六十日书面通知。\n合同对通知期限另有约定的除外。')
    const citations = events.flatMap((event) =>
      event.type === 'answer.citations' ? event.citations : [],
    )
    expect(citations).toMatchObject([{ n: 1, article_no: '第九百四十六条' }])
  })

  it('replaces a sentence whose number the passage does not have by the passage’s own, and says partial', async () => {
    compose('要提前九十日书面通知。[S1]')
    const resident = await openResident(app, ports)
    const events = await resident.say(QUESTION)
    expect(outcomeOf(events)).toBe('answered_partial')
    expect(textOf(events)).not.toContain('九十')
    expect(textOf(events)).toContain('六十日')
  })

  it('drops a sentence without a passage, an unknown token and a link', async () => {
    compose(
      '要提前六十日书面通知。[S1]\n也可以打这个电话13900001111。\n详见[S9]\n见 https://evil.example/x [S1]',
    )
    const resident = await openResident(app, ports)
    const text = textOf(await resident.say(QUESTION))
    expect(text).toContain('六十日')
    for (const bad of ['1390000', 'S9', 'evil.example']) expect(text).not.toContain(bad)
  })

  it('warns of a condition of the cited article that the answer leaves out, without any text', async () => {
    const warned = (): string[] =>
      ports.lines.filter((line) => line.includes('answer.conditions_missing'))
    const before = warned().length
    compose('要提前六十日书面通知。[S1]')
    const resident = await openResident(app, ports)
    await resident.say(QUESTION)
    expect(warned()).toHaveLength(before + 1)
    expect(warned().at(-1)).not.toMatch(/约定|六十/u)
    compose(
      '要提前六十日书面通知。[S1]\n- 合同对通知期限另有约定的除外。[S1]\n- 解除合同给物业造成损失的，除不能归责于业主的以外，业主应当赔偿。[S1]',
    )
    await (await openResident(app, ports)).say(QUESTION)
    expect(warned()).toHaveLength(before + 1)
  })

  it('an answer that is 资料未载 is no answer', async () => {
    compose('资料未载')
    const resident = await openResident(app, ports)
    expect(outcomeOf(await resident.say(QUESTION))).toBe('unanswerable_not_recorded')
  })

  it.each([
    ['answers 500', { kind: 'status', status: 500 }],
    ['sends garbage', { kind: 'garbage' }],
    [
      'is cut in the middle of a character',
      { kind: 'cut_mid_character', text: '要提前六十日书面通知。[S1]\n合同对通知期限' },
    ],
    ['stalls', { kind: 'stall' }],
    ['stalls in the middle', { kind: 'stall_mid', text: '要提前六十日书面通知。[S1]\n合同' }],
  ] as const)(
    'a model that %s: the passages’ own words, one terminal event, stored once',
    async (_, fault) => {
      stub.answerWith((request) =>
        request.body['stream'] === true ? (fault as never) : { kind: 'status', status: 400 },
      )
      const resident = await openResident(app, ports)
      const startedAt = performance.now()
      const events = await resident.say(QUESTION)
      expect(outcomeOf(events)).toMatch(/^answered/)
      expect(textOf(events)).toContain('六十日')
      expect(
        events.filter(({ type }) => type === 'turn.completed' || type === 'turn.failed'),
      ).toHaveLength(1)
      expect(performance.now() - startedAt).toBeLessThan(9_000)
      const [row] =
        await database.sql`select count(*)::int as n from messages where conversation_id = ${resident.id} and role = 'assistant'`
      expect(row?.['n']).toBe(1)
    },
  )

  const REPORT = '示例花园小区7栋的路灯坏了，从昨晚开始一直没人修'
  const reads = (reading: object): void =>
    stub.answerWith((request) =>
      JSON.stringify(request.body['messages']).includes('整理成工单草稿')
        ? { kind: 'text', text: JSON.stringify(reading) }
        : { kind: 'status', status: 400 },
    )
  const draftOf = async () => {
    const events = await (await openResident(app, ports)).say(REPORT)
    return events.flatMap((event) => (event.type === 'ticket.draft' ? event.drafts : []))[0]
  }

  it('R-TKT-4: a draft takes from the model what the resident’s words bear out', async () => {
    reads({
      title: '示例花园小区7栋路灯损坏',
      appealType: 'help',
      appealEvidence: '路灯坏了',
      address: '示例花园小区7栋',
      incidentAt: '昨晚',
      urgency: 'urgent',
    })
    const fields = (await draftOf())?.fields
    expect(fields?.title).toMatchObject({ value: '示例花园小区7栋路灯损坏', set_by: 'ai' })
    expect(fields?.appeal_type).toMatchObject({ value: 'help', evidence: { text: '路灯坏了' } })
    expect(fields?.urgency.value).toBe('urgent')
  })

  it('R-TKT-4: what was not said is left to the rules', async () => {
    reads({
      title: '示例花园小区9栋路灯损坏',
      appealType: 'complaint',
      appealEvidence: '物业不管',
      address: '别处',
      incidentAt: null,
      urgency: 'normal',
    })
    const fields = (await draftOf())?.fields
    expect(fields?.title).toMatchObject({ set_by: 'rules' })
    expect(fields?.appeal_type).toMatchObject({ set_by: 'rules' })
    expect(fields?.address.value).toContain('示例花园小区7栋')
  })

  it.each(['garbage', 'stall'] as const)(
    'R-OPS-5: a model that sends %s: the card all the same',
    async (kind) => {
      stub.answerWith(() => ({ kind }))
      const startedAt = performance.now()
      expect((await draftOf())?.fields.title.set_by).toBe('rules')
      expect(performance.now() - startedAt).toBeLessThan(6_000)
    },
  )

  it('R-PRV-1: the bytes the model receives carry no original', async () => {
    compose('要提前六十日书面通知。[S1]')
    const resident = await openResident(app, ports)
    await resident.say(`我叫王小明，电话13812345678，${QUESTION}`)
    expect(stub.requests.length).toBeGreaterThan(0)
    const sent = stub.requests.map((request) => request.raw).join('\n')
    for (const secret of ['13812345678', '王小明']) expect(sent).not.toContain(secret)
  })
})
