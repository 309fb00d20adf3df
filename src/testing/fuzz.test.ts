import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { findBodies } from '../answering/checks/bodies.ts'
import { findFacts } from '../answering/checks/quantities.ts'
import { assessEmergency } from '../answering/emergency/index.ts'
import { understandByRules } from '../answering/understanding/by-rules.ts'
import { describeRows } from '../ingestion/table-rows.ts'
import { parseFaq } from '../ingestion/parse-faq.ts'
import { htmlToMarkdown } from '../ingestion/html-to-markdown.ts'
import { parseLaw } from '../ingestion/parse-law.ts'
import { parseMarkdown, parsePlainText } from '../ingestion/parse-markdown.ts'
import { splitText } from '../ingestion/split-text.ts'
import { maskPersonalData, restorePersonalData } from '../llm/masking.ts'
import { toXml } from '../open311/xml.ts'
import { readGridTable, readUnitTable } from '../regions/read-tables.ts'
import { extractAddress } from '../regions/extract-address.ts'
import { parseAddress } from '../regions/parse-address.ts'
import { readStations } from '../regions/read-stations.ts'
import { respellPlaces } from '../regions/place-spelling.ts'
import { resolvePlace } from '../regions/resolve-place.ts'
import { tokenise } from '../retrieval/tokens.ts'
import { suggestCategories } from '../tickets/drafting/classify.ts'
import { parseFrame } from '../widget/frame/sse.ts'
import { parseFrames } from './client.ts'
import { testDatabase, type TestDatabase } from './database.ts'
import { testPorts, type TestPorts } from './ports.ts'

/** Inputs tried a run for each parser; the summary of a run prints the sum. */
const RUNS = 300
/** A parser that takes longer for that many characters can be made to hold the process (ReDoS). */
const SLOWEST_MS = 2_000

const PIECES = [
  '第二百七十八条',
  '第278条',
  '　',
  '\n',
  '\n\n',
  '# ',
  '## ',
  '| a | b |',
  '|---|',
  '```',
  '<!--',
  '-->',
  '<script>',
  '</p>',
  '问：',
  '答：',
  '[S1]',
  '[S999]',
  '1.',
  '（一）',
  '武政规〔2024〕5号',
  '420106',
  '13800000000',
  '三分之二',
  '20日',
  '100万元',
  '洪山区',
  '珞喻路',
  '3栋',
  '救命',
  '着火',
  '---\n',
  'title: ',
  '"',
  "'",
  ',',
  '\t',
  '\u200b',
  '\u0000',
  '\ud800',
  '\ufeff',
  '𠮷',
  '👩‍👩‍👧',
  'data: ',
  'id: ',
  'event: ',
  '{',
  '}',
  '[',
  ']',
  '\\u0041',
  '%00',
  '../',
  'null',
  '-0',
  '1e999',
  '９９９',
]

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 80 }).map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom(...PIECES, 'a', '0', '(', ' ', '啊'), fc.integer({ min: 1, max: 3_000 }))
    .map(([piece, times]) => piece.repeat(times).slice(0, 20_000)),
  fc
    .tuple(
      fc.constantFrom(...PIECES),
      fc.integer({ min: 1, max: 9_000 }),
      fc.constantFrom(...PIECES),
    )
    .map(([piece, times, end]) => piece.repeat(times).slice(0, 20_000) + end),
)

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** What reads a resident's message or an address line never sees more: the door refuses it. */
const MESSAGE = 4_000
const message = (text: string): string => text.slice(0, MESSAGE)

const PARSERS: Readonly<Record<string, (text: string) => unknown>> = {
  'law text': (text) => parseLaw(text),
  markdown: (text) => parseMarkdown(text, '示例'),
  'plain text': (text) => parsePlainText(text, '示例'),
  'questions and answers': (text) => parseFaq(text, ''),
  HTML: (text) => htmlToMarkdown(text),
  'text into chunks': (text) => splitText(text),
  'table rows': (text) => describeRows(text.split('\n').map((line) => line.split(','))),
  'grids CSV': (text) => readGridTable(bytes(`id,name,division_code\n${text}`)),
  'units CSV': (text) => readUnitTable(bytes(text)),
  'stations GeoJSON': (text) =>
    readStations({ type: 'FeatureCollection', features: [{ type: text }] }),
  address: (text) => [
    parseAddress(message(text)),
    extractAddress(message(text)),
    resolvePlace(message(text)),
  ],
  'place names by sound': (text) => respellPlaces(message(text)),
  tokens: (text) => tokenise(message(text)),
  'facts of a sentence': (text) => [findFacts(message(text)), findBodies(message(text))],
  'emergency gate': (text) => assessEmergency(message(text)),
  understanding: (text) => understandByRules(message(text)),
  'ticket category': (text) => suggestCategories(message(text)),
  'event stream': (text) => [parseFrame(text)],
  'Open311 XML out': (text) => toXml('requests', [{ description: text }]),
}

describe.each(Object.entries(PARSERS))('fuzz: %s', (_, parse) => {
  it(`takes ${RUNS} hostile inputs without an error, each in time`, async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const began = performance.now()
        await parse(text)
        expect(performance.now() - began).toBeLessThan(SLOWEST_MS)
      }),
      { numRuns: RUNS, endOnFailure: true },
    )
  })
})

describe('fuzz: masking', () => {
  it('gives back every text it masked', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { text: masked, vault } = maskPersonalData(message(text))
        expect(restorePersonalData(masked, vault)).toBe(message(text))
      }),
      { numRuns: RUNS, endOnFailure: true },
    )
  })
})

describe('fuzz: the edges over HTTP', () => {
  const app = createApp()
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
  })
  afterAll(() => database.close())

  const json = fc.oneof(
    fc.json(),
    hostile,
    fc
      .record({ client_turn_id: hostile, text: hostile, place: hostile }, { requiredKeys: [] })
      .map((value) => JSON.stringify(value)),
  )
  const PATHS: readonly (readonly [string, string, string])[] = [
    ['a turn', 'POST', '/api/conversations/{id}/turns'],
    ['a confirmed draft', 'POST', '/api/conversations/{id}/tickets'],
    ['a look-up', 'POST', '/api/tickets/lookup'],
    ['an action on a ticket', 'POST', '/api/tickets/actions'],
    ['Open311 in', 'POST', '/open311/v2/requests.json'],
    ['Open311 XML in', 'POST', '/open311/v2/requests.xml'],
    ['a staff link', 'POST', '/api/staff/links/redeem'],
  ]
  it.each(PATHS)(
    '%s: never a 5xx, always an error one can read',
    async (_, method, path) => {
      const created = await app.request('/api/conversations', { method: 'POST' }, { ports })
      const { id, token } = (await created.json()) as { id: string; token: string }
      await fc.assert(
        fc.asyncProperty(
          json,
          fc.constantFrom('application/json', 'application/x-www-form-urlencoded'),
          async (body, type) => {
            const response = await app.request(
              path.replace('{id}', id),
              { method, body, headers: { 'Content-Type': type, Authorization: `Bearer ${token}` } },
              { ports },
            )
            const text = await response.text()
            expect(response.status).toBeLessThan(500)
            if (response.status >= 400)
              expect(text).not.toMatch(/node_modules|\.ts:\d+|select .* from/)
          },
        ),
        { numRuns: 60, endOnFailure: true },
      )
    },
    120_000,
  )

  it('a path and a query: never a 5xx', async () => {
    const route = fc.constantFrom(
      '/api/passages/',
      '/api/conversations/',
      '/open311/v2/requests/',
      '/open311/v2/requests.json?',
      '/api/hotspots?',
    )
    await fc.assert(
      fc.asyncProperty(route, hostile, async (start, rest) => {
        const response = await app.request(
          start + encodeURIComponent(rest.toWellFormed()).slice(0, 2_000),
          {},
          { ports },
        )
        await response.text()
        expect(response.status).toBeLessThan(500)
      }),
      { numRuns: 200 },
    )
  }, 120_000)

  it('a broken Last-Event-ID replays from the start and ends', async () => {
    const created = await app.request('/api/conversations', { method: 'POST' }, { ports })
    const { id, token } = (await created.json()) as { id: string; token: string }
    const body = JSON.stringify({ client_turn_id: crypto.randomUUID(), text: '你好' })
    const send = (last: string) =>
      app.request(
        `/api/conversations/${id}/turns`,
        {
          method: 'POST',
          body,
          headers: {
            'Content-Type': 'application/json',
            Authorization: `Bearer ${token}`,
            'Last-Event-ID': last,
          },
        },
        { ports },
      )
    await (await send('0')).text()
    // What a client can put into a header at all.
    const visible = fc.stringMatching(/^[\x20-\x7e]{0,40}$/)
    await fc.assert(
      fc.asyncProperty(visible, async (last) => {
        const response = await send(last)
        const frames = parseFrames(await response.text())
        expect(response.status).toBeLessThan(500)
        if (response.status === 200 && !/^\s*\d/.test(last)) {
          expect(frames.at(-1)?.event.type).toMatch(/^turn\.(completed|failed)$/)
        }
      }),
      { numRuns: 40 },
    )
  }, 120_000)
})
