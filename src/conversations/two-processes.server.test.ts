import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectServer, type Database } from '../db/client.ts'
import { syncKnowledge } from '../ingestion/index.ts'
import { createModels } from '../llm/index.ts'
import { isTerminal, type TurnEvent } from '../protocol/turn-events.ts'
import { outcomeOf, textOf } from '../testing/client.ts'
import { serverDatabase, type TestDatabase } from '../testing/database.ts'
import { startOpenAiStub, type OpenAiStub } from '../testing/openai-stub.ts'
import { fixedClock, testPorts, type TestPorts } from '../testing/ports.ts'
import { openRemoteResident, type Heard } from '../testing/resident.ts'
import { serveApp } from '../testing/server.ts'
import { contextOf, staffActor } from '../testing/tickets.ts'
import { noteStaffTyping, takeOverConversation } from './index.ts'

const knowledge = fileURLToPath(new URL('../../knowledge/', import.meta.url))
const QUESTION = '业委会解聘物业要提前几天通知'
const FIRST = '要提前六十日书面通知。'
const SECOND = '合同另有约定的，按合同约定的期限。'

type Service = { ports: TestPorts; base: string; close(): Promise<void> }
const isSentence = (event: TurnEvent): boolean => event.type === 'answer.sentence'

/** Two servers of one service: a database in common, nothing else. */
describe('two processes', () => {
  let database: TestDatabase
  let stub: OpenAiStub
  let a: Service
  let b: Service
  const pools: Database[] = []

  async function serve(): Promise<Service> {
    const sql = connectServer(database.url ?? '', 4)
    pools.push(sql)
    const settings = { OPENAI_BASE_URL: stub.baseUrl, CHAT_MODEL: 'stub' }
    const clock = fixedClock()
    const ports = await testPorts(sql, { settings, clock })
    Object.assign(ports, createModels(ports.config, { logger: ports.logger, clock }))
    return { ports, ...(await serveApp(ports)) }
  }

  beforeAll(async () => {
    database = await serverDatabase()
    stub = await startOpenAiStub()
    await syncKnowledge(await testPorts(database.sql), { directory: knowledge })
    a = await serve()
    b = await serve()
  })
  afterAll(async () => {
    await Promise.all([a.close(), b.close()])
    await Promise.all([a.ports.settled(), b.ports.settled()])
    await stub.close()
    await Promise.all(pools.map((sql) => sql.end({ timeout: 5 })))
    await database.close()
  })
  beforeEach(() => {
    stub.requests.length = 0
    // The first sentence at once, the second a good second later.
    stub.answerWith((request) =>
      request.body.stream === true
        ? { kind: 'text', text: `${FIRST}[S1]\n${SECOND}[S1]`, chunkSize: 18, intervalMs: 1_200 }
        : { kind: 'status', status: 400 },
    )
  })

  const messagesOf = (id: string) =>
    database.sql<{ role: string; text: string }[]>`
      select role, text from messages where conversation_id = ${id} order by seq`

  it('a message to the other process waits for the turn that speaks, and knows its answer', async () => {
    const resident = await openRemoteResident(a.base)
    const ends: string[] = []
    let behind: Promise<Heard> | undefined
    const first = await resident.say(QUESTION, {
      onEvent: (event) => {
        if (isSentence(event))
          behind ??= resident.say('居委会管多少户', {
            base: b.base,
            onEvent: (later) => void (isSentence(later) && ends.push('second speaks')),
          })
        if (event.type === 'turn.completed') ends.push('first ends')
      },
    })
    const second = await behind
    await Promise.all([a.ports.settled(), b.ports.settled()])
    expect(textOf(first.events)).toBe(`${FIRST}\n${SECOND}`)
    expect(outcomeOf(second?.events ?? [])).not.toBe('none')
    expect(ends.slice(0, 2)).toEqual(['first ends', 'second speaks'])
    const roles = (await messagesOf(resident.id)).map(({ role }) => role)
    expect(roles).toEqual(['resident', 'resident', 'assistant', 'assistant'])
    // What the second turn was understood with: the first one's answer, which did not exist when it was claimed.
    const asked = stub.requests.filter(({ raw }) => raw.includes('居委会管多少户'))
    expect(asked[0]?.raw).toContain(SECOND)
  })

  it('a third message restarts the waiting one and still waits for the one that speaks', async () => {
    const resident = await openRemoteResident(a.base)
    let waiting: Promise<Heard> | undefined
    let third: Promise<Heard> | undefined
    await resident.say(QUESTION, {
      onEvent: (event) => {
        if (!isSentence(event)) return
        waiting ??= resident.say('居委会', {
          base: b.base,
          onEvent: (later) => {
            if (later.type === 'turn.started') third ??= resident.say('管多少户')
          },
        })
      },
    })
    expect(outcomeOf((await waiting)?.events ?? [])).toBe('failed:superseded')
    await third
    await Promise.all([a.ports.settled(), b.ports.settled()])
    const turns = await database.sql<{ text: string; status: string }[]>`
      select text, status from turns where conversation_id = ${resident.id} order by started_at, id`
    expect(turns.map(({ status }) => status).toSorted()).toEqual([
      'completed',
      'completed',
      'superseded',
    ])
    expect(turns.map(({ text }) => text)).toContain('居委会\n管多少户')
    const roles = (await messagesOf(resident.id)).map(({ role }) => role)
    expect(roles).toEqual(['resident', 'resident', 'resident', 'assistant', 'assistant'])
  })

  it('messages at the same moment to both processes: one turn speaks at a time, each ends once', async () => {
    stub.answerWith((request) =>
      request.body.stream === true
        ? { kind: 'text', text: `${FIRST}[S1]\n${SECOND}[S1]`, chunkSize: 18, intervalMs: 500 }
        : { kind: 'status', status: 400 },
    )
    const resident = await openRemoteResident(a.base)
    const speaking: string[] = []
    const say = (at: number): Promise<Heard> =>
      resident.say(`第${at}次问：${QUESTION}`, {
        base: at % 2 === 0 ? a.base : b.base,
        onEvent: (event) => {
          if (isSentence(event) && !speaking.includes(`${at} speaks`)) speaking.push(`${at} speaks`)
          if (event.type === 'turn.completed') speaking.push(`${at} ends`)
        },
      })
    let all: Promise<Heard[]> | undefined
    await database.sql.begin(async (tx) => {
      // All ask while none can go on: what they decide then they decide from the same row.
      await tx`select 1 from conversations where id = ${resident.id} for update`
      all = Promise.all([1, 2, 3, 4].map(say))
      await new Promise((settle) => setTimeout(settle, 500))
    })
    const heard = (await all) ?? []
    await Promise.all([a.ports.settled(), b.ports.settled()])
    for (const { events } of heard) expect(events.filter(isTerminal)).toHaveLength(1)
    // Whoever begins to speak is the next to end.
    for (let at = 0; at < speaking.length; at += 2) {
      expect(speaking[at + 1]).toBe(speaking[at]?.replace('speaks', 'ends'))
    }
    // Each was answered, or a later one took its words along: none is lost in between.
    const answered = await database.sql<{ text: string }[]>`
      select text from turns where conversation_id = ${resident.id} and status = 'completed'`
    const words = answered.map(({ text }) => text).join('\n')
    for (const at of [1, 2, 3, 4]) expect(words).toContain(`第${at}次问`)
  })

  it('a resident who reconnects elsewhere gets the rest, word for word', async () => {
    const resident = await openRemoteResident(a.base)
    const clientTurnId = crypto.randomUUID()
    const leave = new AbortController()
    const before = await resident.say(QUESTION, {
      clientTurnId,
      signal: leave.signal,
      onEvent: (event) => void (isSentence(event) && leave.abort()),
    })
    const after = await resident.say(QUESTION, {
      base: b.base,
      clientTurnId,
      lastEventId: before.frames.at(-1)?.id ?? 0,
    })
    await a.ports.settled()
    const heard = [...before.events, ...after.events]
    const all = await resident.say(QUESTION, { base: b.base, clientTurnId, lastEventId: 0 })
    expect(all.events).toEqual(heard)
    const [, answer] = await messagesOf(resident.id)
    expect(answer?.text).toBe(textOf(heard))
  })

  it('a resident at one process sees at once that a person types at the other', async () => {
    const resident = await openRemoteResident(a.base)
    const staff = contextOf(b.ports, staffActor('city', '4201'))
    await takeOverConversation(staff, { conversationId: resident.id })
    const leave = new AbortController()
    const response = await fetch(`${a.base}/api/conversations/${resident.id}/events`, {
      headers: { Authorization: `Bearer ${resident.token}` },
      signal: leave.signal,
    })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    await noteStaffTyping(staff, { conversationId: resident.id })
    const before = Date.now()
    let heard = ''
    while (!heard.includes('"by":')) {
      const { value, done } = (await reader?.read()) ?? { value: undefined, done: true }
      if (done) break
      heard += value
    }
    expect(heard).toContain('"by":"staff"')
    expect(Date.now() - before).toBeLessThan(2_000)
    leave.abort()
  })

  it('bug class 8: a takeover in the other process silences the turn, and what it said stays', async () => {
    const resident = await openRemoteResident(a.base)
    const staff = contextOf(b.ports, staffActor('city', '4201'))
    let taken: Promise<void> | undefined
    const heard = await resident.say(QUESTION, {
      onEvent: (event) => {
        if (isSentence(event))
          taken ??= takeOverConversation(staff, { conversationId: resident.id })
      },
    })
    await taken
    await a.ports.settled()
    expect(outcomeOf(heard.events)).toBe('failed:superseded')
    expect(textOf(heard.events)).toBe(FIRST)
    const [, answer, ...more] = await messagesOf(resident.id)
    expect(answer).toMatchObject({ role: 'assistant', text: FIRST })
    expect(more).toEqual([])
  })
})
