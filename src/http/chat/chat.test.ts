import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../app.ts'
import { connectServer } from '../../db/client.ts'
import { syncKnowledge } from '../../ingestion/index.ts'
import { openResident, outcomeOf, parseFrames, textOf } from '../../testing/client.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { fixedClock, testPorts, type TestPorts } from '../../testing/ports.ts'

const app = createApp()
const knowledge = fileURLToPath(new URL('../../../knowledge/', import.meta.url))

describe('conversations over HTTP', () => {
  let database: TestDatabase
  let ports: TestPorts
  const clock = fixedClock()
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock })
    await syncKnowledge(ports, { directory: knowledge })
  })
  afterAll(() => database.close())
  beforeEach(() => clock.set('2026-11-23T09:00:00+08:00'))

  it('answers from the documents and cites the article (R-KB-3)', async () => {
    const resident = await openResident(app, ports)
    const events = await resident.say('老小区加装电梯要多少业主同意？')
    expect(outcomeOf(events)).toBe('answered')
    const text = textOf(events)
    expect(text).toContain('三分之二')
    expect(text).toContain('四分之三')
    const [citation] = events.flatMap((event) =>
      event.type === 'answer.citations' ? event.citations : [],
    )
    expect(citation).toMatchObject({
      n: 1,
      article_no: '第二百七十八条',
      title: '中华人民共和国民法典',
    })
    const passage = await resident.call(`/api/passages/${citation?.passage_id}`)
    const opened = (await passage.json()) as { text: string; document: { restated: boolean } }
    expect(opened.text).toContain(citation?.quote)
    // Our own words for the article are never shown as the article's.
    expect(opened.document.restated).toBe(true)
  })

  it('bug class 4: a wrong character does not cost the answer, and the resident sees what was understood', async () => {
    const resident = await openResident(app, ports)
    const events = await resident.say('居主证怎么续')
    expect(outcomeOf(events)).toBe('answered')
    const [notice] = events.filter((event) => event.type === 'answer.sentence')
    expect(notice).toMatchObject({ role: 'notice', origin: 'system' })
    expect(notice?.text).toBe('按“居住证怎么续”查的。如果您问的不是这个，请换个说法再问一次。')
    expect(textOf(events)).toContain('签注')
    const view = (await (await resident.call(`/api/conversations/${resident.id}`)).json()) as {
      messages: { text: string }[]
    }
    // What they wrote stays what they wrote.
    expect(view.messages[0]?.text).toBe('居主证怎么续')
  })

  it('tells a press fact as reported then (R-KB-4)', async () => {
    const resident = await openResident(app, ports)
    expect(textOf(await resident.say('江城驿站有多少个'))).toMatch(/据长江日报2025年12月报道.*993/)
  })

  it('says what is not recorded instead of guessing (R-KB-6)', async () => {
    const resident = await openResident(app, ports)
    for (const question of ['武汉加装电梯补贴多少钱', 'AI网格员电话是多少', '月球上能不能种水稻']) {
      const events = await resident.say(question)
      expect(outcomeOf(events), question).toMatch(/^unanswerable_/)
      expect(textOf(events)).toContain('不能凭猜测')
    }
  })

  it('shows the same conversation after a reload', async () => {
    const resident = await openResident(app, ports)
    const events = await resident.say('物业停水催费合法吗')
    const view = (await (await resident.call(`/api/conversations/${resident.id}`)).json()) as {
      messages: { role: string; text: string; events: unknown[] }[]
    }
    expect(view.messages.map(({ role }) => role)).toEqual(['resident', 'assistant'])
    const shown = events.filter((event) =>
      ['answer.sentence', 'answer.citations'].includes(event.type),
    )
    expect(view.messages[1]?.events).toEqual(shown)
  })

  it('repeats a turn for the same client id instead of running it twice', async () => {
    const resident = await openResident(app, ports)
    const id = crypto.randomUUID()
    const first = await resident.say('居委会管多少户', id)
    const again = await resident.say('居委会管多少户', id)
    expect(again).toEqual(first)
    const [row] =
      await database.sql`select count(*)::int as n from turns where client_turn_id = ${id}`
    expect(row?.['n']).toBe(1)
  })

  it('resumes after Last-Event-ID with what came behind it', async () => {
    const resident = await openResident(app, ports)
    const id = crypto.randomUUID()
    const path = `/api/conversations/${resident.id}/turns`
    const body = JSON.stringify({ client_turn_id: id, text: '信访多久办结' })
    const all = parseFrames(await (await resident.call(path, { method: 'POST', body })).text())
    const cut = all[2]?.id ?? 0
    const rest = parseFrames(
      await (
        await resident.call(path, {
          method: 'POST',
          body,
          headers: { 'Last-Event-ID': String(cut) },
        })
      ).text(),
    )
    expect(rest).toEqual(all.slice(3))
  })

  it('R-PRV-1: nothing personal lies in the database in plain form, and the resident still sees it', async () => {
    const resident = await openResident(app, ports)
    await resident.say('我叫王小明，电话13812345678，身份证11010519491231002X，请问低保去哪里申请')
    const dump = JSON.stringify([
      await database.sql`select text, events from messages where conversation_id = ${resident.id}`,
      await database.sql`select text, steps from turns where conversation_id = ${resident.id}`,
      await database.sql`select data from live_events`,
      await database.sql`select event from turn_events`,
    ])
    for (const secret of ['13812345678', '11010519491231002X', '王小明'])
      expect(dump).not.toContain(secret)
    const view = await (await resident.call(`/api/conversations/${resident.id}`)).text()
    expect(view).toContain('13812345678')
    expect(ports.lines.join('\n')).not.toContain('13812345678')
  })

  describe('bad input', () => {
    const errorOf = async (response: Response) =>
      (
        (await response.json()) as {
          error: { code: string; field?: string; message: string; request_id: string }
        }
      ).error

    it.each([
      ['an empty message', { client_turn_id: 'abcdefgh', text: '   ' }, 'message_empty', 'text'],
      [
        'an oversize message',
        { client_turn_id: 'abcdefgh', text: '路'.repeat(2001) },
        'message_too_long',
        'text',
      ],
      ['no client id', { text: '你好' }, 'validation', 'client_turn_id'],
    ])('refuses %s and names the field', async (_, body, code, field) => {
      const resident = await openResident(app, ports)
      const response = await resident.post(`/api/conversations/${resident.id}/turns`, body)
      expect(response.status).toBe(400)
      expect(await errorOf(response)).toMatchObject({ code, field })
      const [row] =
        await database.sql`select count(*)::int as n from messages where conversation_id = ${resident.id}`
      expect(row?.['n']).toBe(0)
    })

    it('counts characters, not bytes: 2,000 rare characters pass', async () => {
      const resident = await openResident(app, ports)
      expect(outcomeOf(await resident.say('𠮷'.repeat(2000)))).not.toBe('none')
    })

    it('refuses invalid UTF-8', async () => {
      const resident = await openResident(app, ports)
      const body = new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])
      const response = await resident.call(`/api/conversations/${resident.id}/turns`, {
        method: 'POST',
        body,
      })
      expect(response.status).toBe(400)
      expect(await errorOf(response)).toMatchObject({ code: 'invalid_utf8' })
    })

    it('refuses a body over the limit before reading it all', async () => {
      const resident = await openResident(app, ports)
      const response = await resident.post(`/api/conversations/${resident.id}/turns`, {
        text: 'x'.repeat(300_000),
      })
      expect(response.status).toBe(413)
    })

    it('gives an unknown conversation and another person’s the same answer', async () => {
      const mine = await openResident(app, ports)
      const theirs = await openResident(app, ports)
      const unknown = await mine.call('/api/conversations/cnv_unknown')
      const foreign = await mine.call(`/api/conversations/${theirs.id}`)
      expect([unknown.status, foreign.status]).toEqual([404, 404])
      const strip = async (response: Response) => ({ ...(await errorOf(response)), request_id: '' })
      expect(await strip(unknown)).toEqual(await strip(foreign))
    })

    it('never sends an inner error message to the caller', async () => {
      const failing = {
        now: () => {
          throw new Error('secret detail')
        },
      }
      const broken = await testPorts(database.sql, { clock: failing })
      const response = await app.request(
        '/api/conversations',
        { method: 'POST' },
        { ports: broken },
      )
      expect(response.status).toBe(500)
      expect(await response.text()).not.toContain('secret detail')
      expect(broken.lines.join('\n')).toContain('secret detail')
    })
  })

  it('answers an emergency with the database gone, from bundled texts', async () => {
    const gone = connectServer('postgres://postgres:postgres@127.0.0.1:1/none', 1)
    const broken = await testPorts(gone)
    const send = (text: string) =>
      app.request(
        '/api/conversations/cnv_x/turns',
        { method: 'POST', body: JSON.stringify({ client_turn_id: 'abcdefgh', text }) },
        { ports: broken },
      )
    const alarm = parseFrames(await (await send('厨房里一股煤气味')).text()).map(
      ({ event }) => event,
    )
    expect(alarm.map(({ type }) => type)).toEqual(['turn.started', 'emergency', 'turn.completed'])
    expect(JSON.stringify(alarm)).toContain('119')
    const plain = await send('居住证怎么办')
    expect(plain.status).toBe(503)
    expect(await plain.text()).toContain('12345')
  })

  it('hands over in one step, in hours and out of hours with a time by the working calendar', async () => {
    const resident = await openResident(app, ports)
    expect(outcomeOf(await resident.say('转人工'))).toBe('handoff_requested')
    clock.set('2026-09-30T20:00:00+08:00')
    const late = await openResident(app, ports)
    const events = await late.say('转人工')
    expect(outcomeOf(events)).toBe('handoff_out_of_hours')
    // 国庆 ends on 10-07: four working hours after opening on 10-08, as the SLA table has help accepted.
    expect(events.find((event) => event.type === 'handoff')).toMatchObject({
      promise: '10月8日14:30',
    })
    // Nothing was told yet: it can be registered while nobody is there, and becomes a card.
    const [choice] = events.flatMap((event) => (event.type === 'choices' ? event.choices : []))
    expect(outcomeOf(await late.say(choice?.text ?? ''))).toBe('ticket_question')
    await late.say('示例花园小区3栋楼道的灯坏了')
    const drafted = await late.say('三天了')
    expect(drafted.some((event) => event.type === 'ticket.draft')).toBe(true)
  })

  it('out of hours what was told becomes a card to confirm, beside the promise', async () => {
    clock.set('2026-09-30T20:00:00+08:00')
    const late = await openResident(app, ports)
    await late.say('示例花园小区3栋楼道的灯坏了')
    const events = await late.say('转人工')
    expect(outcomeOf(events)).toBe('handoff_out_of_hours')
    const [draft] = events.flatMap((event) => (event.type === 'ticket.draft' ? event.drafts : []))
    expect(draft?.fields.description.value).toContain('楼道的灯坏了')
    // A card is no ticket: only the resident's tap makes one (R-TKT-1).
    const [row] = await database.sql<{ n: number }[]>`
      select count(*)::int as n from tickets where conversation_id = ${late.id}`
    expect(row?.n).toBe(0)
  })

  it('is silent once a person was asked for', async () => {
    const resident = await openResident(app, ports)
    await resident.say('转人工')
    const events = await resident.say('居住证要什么条件')
    expect(outcomeOf(events)).toBe('handoff_waiting')
    expect(events.some((event) => event.type === 'answer.sentence' && event.origin === 'ai')).toBe(
      false,
    )
  })
})
