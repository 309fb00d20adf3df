import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sweepExpiredTurns } from '../../answering/index.ts'
import { parseConfig } from '../../config.ts'
import { isSaid, takeOverConversation } from '../../conversations/index.ts'
import { saidText } from '../../conversations/said.ts'
import { connectEmbedded, connectServer, type Database } from '../../db/client.ts'
import { buildNodePorts } from '../../entry/node-ports.ts'
import { syncKnowledge } from '../../ingestion/index.ts'
import { createModels, createUsageSink } from '../../llm/index.ts'
import type { TurnEvent } from '../../protocol/turn-events.ts'
import { parseFrames } from '../../testing/client.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import {
  nameSeen,
  readMatrix,
  renderMatrix,
  writeMatrix,
  type FaultRow,
  type Seen,
} from '../../testing/fault-matrix.ts'
import {
  ANSWER,
  composing,
  LINES,
  MODEL_FAULTS,
  PACED,
  QUESTION,
  type World,
} from '../../testing/model-faults.ts'
import { startOpenAiStub, type OpenAiStub } from '../../testing/openai-stub.ts'
import { fixedClock, testPorts, type TestPorts } from '../../testing/ports.ts'
import { openRemoteResident, type RemoteResident } from '../../testing/resident.ts'
import { serveApp } from '../../testing/server.ts'
import { contextOf, staffActor } from '../../testing/tickets.ts'

const knowledge = fileURLToPath(new URL('../../../knowledge/', import.meta.url))
/** First words within 3 s (R-OPS-5), and what a busy machine may add. */
const FIRST_WORDS_MS = 3_000 + 1_500

type Told = { turnId: string; seen: readonly Seen[]; text: string }

const isSentence = (event: TurnEvent): boolean => event.type === 'answer.sentence'
const turnIdOf = (events: readonly TurnEvent[]): string =>
  events.flatMap((event) => (event.type === 'turn.started' ? [event.turn_id] : []))[0] ?? ''
const textOf = (events: readonly TurnEvent[]): string => saidText(events.filter(isSaid))

function told(events: readonly TurnEvent[], seen = nameSeen(events, LINES)): Told {
  return { turnId: turnIdOf(events), seen, text: textOf(events) }
}

async function storedOf(sql: Database, { turnId, text }: Told): Promise<FaultRow['stored']> {
  const [turn] = await sql<{ status: string; outcome: string }[]>`
    select status, coalesce(outcome, '') as outcome from turns where id = ${turnId}`
  const [ends] = await sql<{ n: number }[]>`select count(*)::int as n from turn_events
    where turn_id = ${turnId} and event->>'type' in ('turn.completed', 'turn.failed')`
  const messages = await sql<{ text: string }[]>`
    select text from messages where turn_id = ${turnId} and role = 'assistant'`
  expect(messages.length).toBe(text === '' ? 0 : 1)
  return {
    status: turn?.status ?? '',
    outcome: turn?.outcome ?? '',
    terminalEvents: ends?.n ?? 0,
    sameText: text === '' ? null : messages[0]?.text === text,
  }
}

const LONG = { timeout: 120_000 }

describe('R-OPS-5: fault by fault, what the resident saw and what was stored', () => {
  let database: TestDatabase
  const rows: FaultRow[] = []
  beforeAll(async () => {
    database = await testDatabase()
    await syncKnowledge(await testPorts(database.sql), { directory: knowledge })
  })
  afterAll(() => database.close())

  type Options = { settings?: Record<string, string>; sql?: Database; dailyTokens?: number }
  async function inWorld<T>(options: Options, work: (world: World) => Promise<T>): Promise<T> {
    const stub = await startOpenAiStub()
    const clock = fixedClock()
    const sql = options.sql ?? database.sql
    const settings = {
      OPENAI_BASE_URL: stub.baseUrl,
      CHAT_MODEL: 'stub',
      MODEL_TIMEOUT_MS: '2000',
      ...options.settings,
    }
    const ports = await testPorts(sql, { settings, clock })
    const dailyTokens = options.dailyTokens ?? 0
    const usage = createUsageSink({ sql, clock, logger: ports.logger, dailyTokens })
    Object.assign(ports, createModels(ports.config, { logger: ports.logger, clock, usage }))
    const server = await serveApp(ports)
    try {
      const resident = await openRemoteResident(server.base)
      return await work({ ports, base: server.base, stub, clock, resident })
    } finally {
      await server.close()
      await ports.settled()
      await stub.close()
    }
  }

  function keep(en: string, zh: string, what: Omit<FaultRow, 'fault'>): void {
    rows.push({ fault: { en, zh }, ...what })
  }

  it.each(MODEL_FAULTS)('$en', LONG, async ({ en, zh, prepare, settings, ...fault }) => {
    await inWorld({ ...(settings && { settings }), ...fault }, async (world) => {
      await prepare(world)
      world.stub.requests.length = 0
      const startedAt = performance.now()
      let firstWords = Infinity
      const heard = await world.resident.say(QUESTION, {
        onEvent: (event) => {
          if (isSentence(event)) firstWords = Math.min(firstWords, performance.now() - startedAt)
        },
      })
      expect(firstWords).toBeLessThan(FIRST_WORDS_MS)
      await world.ports.settled()
      if (fault.unasked === true) expect(world.stub.requests).toEqual([])
      const what = told(heard.events)
      keep(en, zh, { seen: what.seen, stored: await storedOf(database.sql, what) })
    })
  })

  it('turn deadline', LONG, async ({ task }) => {
    const zh = '轮次超时'
    await inWorld({ settings: { TURN_DEADLINE_MS: '1500' } }, async ({ stub, resident, ports }) => {
      composing(stub, PACED)
      const heard = await resident.say(QUESTION)
      await ports.settled()
      expect(stub.requests.at(-1)?.aborted).toBe(true)
      const what = told(heard.events)
      keep(task.name, zh, { seen: what.seen, stored: await storedOf(database.sql, what) })
    })
  })

  it('resident’s connection breaks, comes back', LONG, async ({ task }) => {
    const zh = '居民断线后重连'
    await inWorld({}, async ({ stub, resident, ports }) => {
      composing(stub, PACED)
      const clientTurnId = crypto.randomUUID()
      const first = await breakOff(resident, clientTurnId)
      const lastEventId = first.frames.at(-1)?.id ?? 0
      const second = await resident.say(QUESTION, { clientTurnId, lastEventId })
      const events = [...first.events, ...second.events]
      await ports.settled()
      // A reader of the table alone gets the same text as the two halves gave.
      ports.turns.logs.clear()
      const replay = await resident.say(QUESTION, { clientTurnId, lastEventId: 0 })
      expect(replay.events).toEqual(events)
      const seen: Seen[] = [
        ...nameSeen(first.events, LINES),
        { kind: 'broke_off' },
        { kind: 'came_back' },
        ...nameSeen(second.events, LINES),
      ]
      const what = told(events, seen)
      keep(task.name, zh, { seen, stored: await storedOf(database.sql, what) })
    })
  })

  it('resident gone for good (30 s)', LONG, async ({ task }) => {
    const zh = '居民不再回来（30秒）'
    // Patient with the model, so that nothing but the watch over who listens ends the turn.
    const settings = { MODEL_TIMEOUT_MS: '20000' }
    await inWorld({ settings }, async ({ stub, resident, ports, clock }) => {
      composing(stub, { ...PACED, intervalMs: 20_000 })
      const first = await breakOff(resident, crypto.randomUUID())
      await new Promise((settle) => setTimeout(settle, 1_500))
      expect(stub.requests.at(-1)?.aborted).toBe(false)
      clock.advance(31_000)
      await ports.settled()
      expect(stub.requests.at(-1)?.aborted).toBe(true)
      const seen: Seen[] = [...nameSeen(first.events, LINES), { kind: 'broke_off' }]
      const stored = await storedOf(database.sql, told(first.events, seen))
      // Ended because nobody listens: a pause of the model would have brought the passages’ words.
      expect(stored?.sameText).toBe(true)
      keep(task.name, zh, { seen, stored })
    })
  })

  it('staff take over in mid-stream', LONG, async ({ task }) => {
    const zh = '流中工作人员接管'
    await inWorld({}, async ({ stub, resident, ports }) => {
      composing(stub, PACED)
      const staff = contextOf(ports, staffActor('city', '4201'))
      let taken: Promise<void> | undefined
      const heard = await resident.say(QUESTION, {
        onEvent: (event) => {
          if (isSentence(event))
            taken ??= takeOverConversation(staff, { conversationId: resident.id })
        },
      })
      await taken
      await ports.settled()
      expect(stub.requests.at(-1)?.aborted).toBe(true)
      const what = told(heard.events)
      keep(task.name, zh, { seen: what.seen, stored: await storedOf(database.sql, what) })
    })
  })

  it('second message before the first word', LONG, async ({ task }) => {
    const zh = '首句之前又发一条'
    await inWorld({}, async ({ stub, resident, ports }) => {
      stub.answerWith({ kind: 'stall' })
      let second: ReturnType<RemoteResident['say']> | undefined
      const first = await resident.say('业委会解聘物业', {
        onEvent: () => {
          composing(stub, { kind: 'text', text: ANSWER })
          second ??= resident.say('要提前几天通知')
        },
      })
      const answered = await second
      await ports.settled()
      expect(textOf(answered?.events ?? [])).toBe(LINES.join('\n'))
      const [joined] = await database.sql<{ text: string }[]>`
        select text from turns where id = ${turnIdOf(answered?.events ?? [])}`
      expect(joined?.text).toBe('业委会解聘物业\n要提前几天通知')
      const what = told(first.events)
      keep(task.name, zh, { seen: what.seen, stored: await storedOf(database.sql, what) })
    })
  })

  it('second message in mid-stream', LONG, async ({ task }) => {
    const zh = '流中又发一条'
    await inWorld({}, async ({ stub, resident, ports }) => {
      composing(stub, PACED)
      let second: ReturnType<RemoteResident['say']> | undefined
      const first = await resident.say(QUESTION, {
        onEvent: (event) => {
          if (isSentence(event)) second ??= resident.say('居委会管多少户')
        },
      })
      await second
      await ports.settled()
      const roles = (await resident.messages()).map(({ role }) => role)
      expect(roles).toEqual(['resident', 'resident', 'assistant', 'assistant'])
      const what = told(first.events)
      keep(task.name, zh, { seen: what.seen, stored: await storedOf(database.sql, what) })
    })
  })

  it('database gone', LONG, async ({ task }) => {
    const zh = '数据库不在'
    await withGoneDatabase(async (world) => {
      const heard = await world.say('居住证怎么办')
      expect(heard.status).toBe(503)
      expect(heard.body).toContain('12345')
      keep(task.name, zh, { seen: [{ kind: 'hotline_page' }], stored: null })
    })
  })

  it('database gone, and it is an emergency', LONG, async ({ task }) => {
    const zh = '数据库不在，且是紧急情况'
    await withGoneDatabase(async (world) => {
      const heard = await world.say('厨房里一股煤气味')
      keep(task.name, zh, { seen: nameSeen(heard.events, []), stored: null })
    })
  })

  it('database goes in mid-stream; then the sweep', LONG, async ({ task }) => {
    const zh = '流中数据库断开，之后清扫'
    const own = secondClient(database)
    const what = await inWorld({ sql: own }, async ({ stub, resident }) => {
      composing(stub, PACED)
      let gone: Promise<void> | undefined
      const heard = await resident.say(QUESTION, {
        onEvent: (event) => {
          if (isSentence(event)) gone ??= own.end({ timeout: 0 })
        },
      })
      await gone
      return told(heard.events)
    })
    await sweepLater(await testPorts(database.sql))
    keep(task.name, zh, { seen: what.seen, stored: await storedOf(database.sql, what) })
  })

  it('process killed; then the sweep', LONG, async ({ task }) => {
    const zh = '进程被杀，之后清扫'
    const stub = await startOpenAiStub()
    const directory = mkdtempSync(join(tmpdir(), 'gw-fault-'))
    try {
      composing(stub, PACED)
      const events = await killInMidStream({ stub, directory })
      const ports = await buildNodePorts(parseConfig({ DATA_DIR: directory, LOG_LEVEL: 'error' }))
      await sweepLater(ports)
      const what = told(events)
      const stored = await storedOf(ports.sql, what)
      await ports.close()
      keep(task.name, zh, { seen: [...what.seen, { kind: 'broke_off' }], stored })
    } finally {
      await stub.close()
      rmSync(directory, { recursive: true, force: true })
    }
  })

  it('the tables in the READMEs are these', () => {
    for (const stored of rows.flatMap((made) => (made.stored === null ? [] : [made.stored]))) {
      expect(stored.terminalEvents).toBe(1)
      expect(stored.sameText).not.toBe(false)
    }
    for (const locale of ['en', 'zh'] as const) {
      const table = renderMatrix(rows, locale)
      if (process.env['WRITE_FAULT_MATRIX'] === '1') writeMatrix(locale, table)
      expect(readMatrix(locale), 'npm run build:faults writes it').toBe(table)
    }
  })
})

/** Leaves at the first sentence. */
async function breakOff(resident: RemoteResident, clientTurnId: string) {
  const leave = new AbortController()
  return resident.say(QUESTION, {
    clientTurnId,
    signal: leave.signal,
    onEvent: (event) => {
      if (isSentence(event)) leave.abort()
    },
  })
}

async function sweepLater(ports: Pick<TestPorts, 'sql' | 'wakeup' | 'config' | 'clock'>) {
  const later = new Date(ports.clock.now().getTime() + 120_000)
  await sweepExpiredTurns({ ...ports, clock: { now: () => later } })
}

/** Another connection to the same database: ending it is losing the database for whoever holds it. */
function secondClient(database: TestDatabase): Database {
  if (database.url !== undefined) return connectServer(database.url, 4)
  const { path } = database.sql.options as { path?: string }
  return connectEmbedded(dirname(path ?? ''))
}

async function withGoneDatabase(
  work: (world: { say: RemoteResident['say'] }) => Promise<void>,
): Promise<void> {
  const ports = await testPorts(connectServer('postgres://postgres:postgres@127.0.0.1:1/none', 1))
  const server = await serveApp(ports)
  const say: RemoteResident['say'] = async (text) => {
    const response = await fetch(`${server.base}/api/conversations/cnv_x/turns`, {
      method: 'POST',
      body: JSON.stringify({ client_turn_id: crypto.randomUUID(), text }),
    })
    const body = await response.text()
    const frames = parseFrames(body)
    return { status: response.status, frames, events: frames.map(({ event }) => event), body }
  }
  await work({ say })
  await server.close()
}

/** The service as people start it, in a process of its own, killed at its first sentence. */
async function killInMidStream(input: { stub: OpenAiStub; directory: string }) {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('../../entry/node.ts', import.meta.url))],
    {
      env: {
        PATH: process.env['PATH'] ?? '',
        PORT: '0',
        LOG_LEVEL: 'error',
        DATA_DIR: input.directory,
        OPENAI_BASE_URL: input.stub.baseUrl,
        CHAT_MODEL: 'stub',
      },
    },
  )
  const base = await new Promise<string>((settle, reject) => {
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const found = /residents 居民\s+(http\S+)\//.exec(output)?.[1]
      if (found !== undefined) settle(found)
    })
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.once('exit', () => reject(new Error(`the server stopped: ${output}`)))
  })
  const resident = await openRemoteResident(base)
  const gone = new Promise((settle) => child.once('exit', settle))
  const leave = new AbortController()
  const heard = await resident.say(QUESTION, {
    signal: leave.signal,
    onEvent: (event) => {
      if (!isSentence(event)) return
      child.kill('SIGKILL')
      leave.abort()
    },
  })
  await gone
  return heard.events
}
