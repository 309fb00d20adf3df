import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { STEPS, viewTurnTrace } from '../../answering/index.ts'
import { createApp } from '../../app.ts'
import { syncKnowledge } from '../../ingestion/index.ts'
import { createModels } from '../../llm/index.ts'
import { TurnTraceView } from '../../protocol/turn-trace.ts'
import { systemClock } from '../../shared/clock.ts'
import { findSetupLink } from '../../staff/index.ts'
import { openResident } from '../../testing/client.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { startOpenAiStub, type OpenAiStub } from '../../testing/openai-stub.ts'
import { testPorts, type TestPorts } from '../../testing/ports.ts'
import { codeOf, contextOf, staffActor } from '../../testing/tickets.ts'

const app = createApp()
const knowledge = fileURLToPath(new URL('../../../knowledge/', import.meta.url))
const QUESTION = '我叫王小明，电话13812345678，业委会解聘物业要提前几天通知'
const READING = {
  intent: 'answer',
  standaloneQuestion: '业委会解聘物业要提前几天通知',
  matters: [],
  place: null,
  time: null,
  urgency: 'normal',
  emotion: 'calm',
  decline: null,
  declineDetail: null,
  clarify: null,
  trackNo: null,
  queryCode: null,
  confidence: 0.9,
  danger: null,
  dangerEvidence: null,
}

describe('a turn’s trace', () => {
  let database: TestDatabase
  let stub: OpenAiStub
  let ports: TestPorts
  let turnId = ''
  let cookie = ''

  const post = (path: string, body: unknown) =>
    app.request(
      `http://localhost${path}`,
      {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin: 'http://localhost' },
        body: JSON.stringify(body),
      },
      { ports },
    )
  const traceOf = (id: string, signedIn: boolean) =>
    app.request(
      `http://localhost/api/console/turns/${id}/trace`,
      { headers: signedIn ? { Cookie: cookie } : {} },
      { ports },
    )

  async function signIn(): Promise<void> {
    const link = (await findSetupLink(ports, { baseUrl: 'http://localhost' })) ?? ''
    const account = { name: '示例', username: 'shili', password: 'shili-mima-2026' }
    await post('/api/staff/links/redeem', { ...account, token: link.slice(link.indexOf('#') + 1) })
    const signedIn = await post('/api/auth/sign-in/username', account)
    const lines = signedIn.headers.getSetCookie()
    cookie = lines.map((line) => line.split(';')[0] ?? '').join('; ')
  }

  async function ask(text: string, divisionCode?: string): Promise<string> {
    const resident = await openResident(app, ports)
    await resident.say(text)
    if (divisionCode !== undefined)
      await database.sql`update conversations set division_code = ${divisionCode} where id = ${resident.id}`
    const [turn] = await database.sql<{ id: string }[]>`
      select id from turns where conversation_id = ${resident.id}`
    return turn?.id ?? ''
  }

  async function lastTrace(conversationId: string): Promise<TurnTraceView> {
    const [turn] = await database.sql<{ id: string }[]>`
      select id from turns where conversation_id = ${conversationId}`
    return viewTurnTrace(contextOf(ports, staffActor('city', '4201')), turn?.id ?? '')
  }

  beforeAll(async () => {
    database = await testDatabase()
    stub = await startOpenAiStub()
    const settings = { OPENAI_BASE_URL: stub.baseUrl, CHAT_MODEL: 'stub-7b' }
    ports = await testPorts(database.sql, { settings, clock: systemClock })
    Object.assign(ports, createModels(ports.config, { logger: ports.logger }))
    await syncKnowledge(ports, { directory: knowledge })
    stub.answerWith((request) => ({
      kind: 'text',
      text: request.body.stream === true ? '要提前六十日书面通知。[S1]' : JSON.stringify(READING),
    }))
    await signIn()
    turnId = await ask(QUESTION, '420106')
  })
  afterAll(async () => {
    await stub.close()
    await database.close()
  })

  it('every step stores its duration; every model call its prompt, version, model and tokens', async () => {
    const response = await traceOf(turnId, true)
    expect(response.status).toBe(200)
    const trace = TurnTraceView.strict().parse(await response.json())
    expect(trace).toMatchObject({ turn_id: turnId, status: 'completed', outcome: 'answered' })
    const names = trace.steps.map(({ step }) => step)
    for (const { name } of STEPS) expect(names).toContain(name)
    for (const step of trace.steps) expect(step.duration_ms, step.step).toBeGreaterThanOrEqual(0)
    const calls = trace.steps.filter(({ model }) => model !== null)
    expect(calls.map(({ step, prompt_id }) => [step, prompt_id])).toEqual([
      ['understand:model', 'understand'],
      ['compose', 'compose-answer'],
    ])
    for (const call of calls) {
      expect(call).toMatchObject({ model: 'stub-7b', prompt_version: expect.any(Number) })
      expect(call.duration_ms).toBeGreaterThan(0)
      expect(call.input_tokens).toBeGreaterThan(0)
      expect(call.output_tokens).toBeGreaterThan(0)
    }
    const retrieve = trace.steps.find(({ step }) => step === 'retrieve')
    expect(retrieve?.details).toMatchObject({ gate: { answerable: true }, filters: {} })
    expect(trace.passages[0]).toMatchObject({ used: true, article: '第九百四十六条' })
    expect(trace.passages[0]?.scores['fused']).toBeGreaterThan(0)
  })

  it('R-KB-3: each sentence said tells what it stands on; what was replaced or removed is kept, and the resident never saw it', async () => {
    const trace = TurnTraceView.parse(await (await traceOf(turnId, true)).json())
    const used = trace.passages.find((passage) => passage.used)?.passage_id
    expect(trace.sentences).toEqual([
      { text: '要提前六十日书面通知。', check: 'found', passage_ids: [used] },
    ])
    const lines = ['要提前九十日书面通知。[S1]', '物业公司应当赔偿五千元。']
    stub.enqueue(
      { kind: 'text', text: JSON.stringify(READING) },
      { kind: 'text', text: lines.join('\n') },
    )
    const resident = await openResident(app, ports)
    const said = JSON.stringify(await resident.say(READING.standaloneQuestion))
    for (const wrong of ['九十日', '五千元']) expect(said).not.toContain(wrong)
    const changed = await lastTrace(resident.id)
    expect(changed.sentences[0]).toMatchObject({
      text: expect.stringContaining('六十日'),
      check: 'replaced',
    })
    expect(changed.steps.find(({ step }) => step === 'compose')?.details).toMatchObject({
      dropped: 1,
      removed: ['物业公司应当赔偿五千元。'],
      replaced: [0],
    })
  })

  it('without a model every sentence is a passage’s own, and no model is named', async () => {
    const plain = { ...ports, chatModel: undefined }
    const resident = await openResident(app, plain)
    await resident.say(READING.standaloneQuestion)
    const trace = await lastTrace(resident.id)
    expect(trace.steps.filter(({ model }) => model !== null)).toEqual([])
    expect(trace.sentences.length).toBeGreaterThan(0)
    for (const { check, passage_ids } of trace.sentences)
      expect([check, passage_ids.length]).toEqual(['quoted', 1])
  })

  it('a model that fails leaves its attempt in the trace', async () => {
    const models = createModels({ ...ports.config, OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' })
    const broken = { ...ports, ...models }
    const resident = await openResident(app, broken)
    await resident.say('业委会解聘物业要提前几天通知')
    const trace = await lastTrace(resident.id)
    const calls = trace.steps.filter(({ model }) => model !== null)
    expect(calls.map(({ details }) => details['failed'] ?? details['end'])).toEqual([
      'UPSTREAM',
      'failed',
    ])
  })

  it('R-PRV-1: carries nothing personal, whoever reads it', async () => {
    const text = await (await traceOf(turnId, true)).text()
    for (const secret of ['13812345678', '王小明']) expect(text).not.toContain(secret)
  })

  it('R-ROLE-1: is for signed-in staff of the area with a role for it; others learn nothing', async () => {
    expect((await traceOf(turnId, false)).status).toBe(401)
    expect((await traceOf('turn_unknown', true)).status).toBe(404)
    const read = (actor: Parameters<typeof contextOf>[1]) =>
      codeOf(viewTurnTrace(contextOf(ports, actor), turnId))
    expect(await read(staffActor('community', '420106'))).toBe('ok')
    expect(await read(staffActor('auditor', '4201'))).toBe('ok')
    expect(await read(staffActor('community', '420102'))).toMatch(/^NOT_FOUND/)
    expect(await read(staffActor('partner', '4201'))).toMatch(/^FORBIDDEN/)
    expect(await read({ kind: 'resident', conversationId: 'cnv_x' })).toMatch(/^FORBIDDEN/)
    expect(await read({ kind: 'model' })).toMatch(/^FORBIDDEN/)
  })
})
