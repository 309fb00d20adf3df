import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { syncKnowledge } from '../../ingestion/index.ts'
import { addApiKey, API_SCOPES, type ApiScope } from '../../operations/index.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { fixedClock, testPorts, type TestPorts } from '../../testing/ports.ts'
import { serveApp } from '../../testing/server.ts'

const knowledge = fileURLToPath(new URL('../../../knowledge/', import.meta.url))
const SYSTEM = { kind: 'system', job: 'test' } as const

type Draft = {
  outcome: string
  drafts: { draft_id: string; fields: Record<string, { value: string | null }> }[]
  conversation_id: string
  conversation_token: string
}

describe('the MCP server, met by the official client over HTTP', () => {
  let database: TestDatabase
  let ports: TestPorts
  let server: Awaited<ReturnType<typeof serveApp>>
  const clients: Client[] = []

  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock: fixedClock() })
    await syncKnowledge(ports, { directory: knowledge })
    server = await serveApp(ports)
  })
  afterAll(async () => {
    for (const client of clients) await client.close()
    await ports.settled()
    await server.close()
    await database.close()
  })

  async function newKey(scopes: ApiScope[], perMinute: number): Promise<string> {
    const input = { name: '示例助手', scopes, per_minute: perMinute, per_day: 1000 }
    return (await addApiKey({ ...ports, actor: SYSTEM }, input)).key
  }

  async function connect(key: string): Promise<Client> {
    const client = new Client({ name: 'test', version: '1.0.0' })
    const transport = new StreamableHTTPClientTransport(new URL(`${server.base}/mcp`), {
      requestInit: { headers: { Authorization: `Bearer ${key}` } },
    })
    // The SDK's own interface differs from its class in an optional property.
    await client.connect(transport as Parameters<Client['connect']>[0])
    clients.push(client)
    return client
  }

  const client = async (scopes: ApiScope[] = [...API_SCOPES], perMinute = 1000) =>
    connect(await newKey(scopes, perMinute))

  const textOf = (result: Awaited<ReturnType<Client['callTool']>>): string =>
    (result.content as { text: string }[]).map(({ text }) => text).join('\n')

  it('lists its three tools with their schemas', async () => {
    const { tools } = await (await client()).listTools()
    expect(tools.map(({ name }) => name)).toEqual(['search_policy', 'draft_ticket', 'track_ticket'])
    for (const tool of tools) expect(tool.outputSchema).toBeDefined()
  })

  it('R-KB-3, R-KB-6: search_policy gives passages with their source, or says nothing is recorded', async () => {
    const assistant = await client()
    const found = await assistant.callTool({
      name: 'search_policy',
      arguments: { question: '老小区加装电梯要多少业主同意？' },
    })
    expect(textOf(found)).toContain('四分之三')
    expect(found.structuredContent).toMatchObject({ answerable: true, emergency: null })
    // The second has passages about lifts and none with the sum asked for: the decision is that of a turn.
    for (const question of ['月球上能不能种水稻', '武汉加装电梯补贴多少钱']) {
      const none = await assistant.callTool({ name: 'search_policy', arguments: { question } })
      expect(none.structuredContent).toMatchObject({ answerable: false, passages: [] })
      expect(textOf(none)).toContain('不能凭猜测')
    }
    const misspelled = await assistant.callTool({
      name: 'search_policy',
      arguments: { question: '居主证怎么续' },
    })
    expect(textOf(misspelled)).toMatch(/^按“居住证怎么续”查的/)
    expect(misspelled.structuredContent).toMatchObject({ answerable: true })
    // Said in a resident's own words, one rule stands out: what a turn would answer from is given, however few are wanted.
    const lay = await assistant.callTool({
      name: 'search_policy',
      arguments: { question: '对门天天把垃圾堆门口，居民自己能怎么办', limit: 1 },
    })
    expect(lay.structuredContent).toMatchObject({
      answerable: true,
      passages: [{ article_no: '第二百八十六条' }],
    })
  })

  it('R-LIFE-2: draft_ticket drafts, the resident confirms, track_ticket follows', async () => {
    const assistant = await client()
    let said = '我们小区路灯坏了好几天了，晚上很黑'
    let draft: Draft | undefined
    let token = ''
    for (const next of ['汉阳区示例路8号门口', '大概三天前', '']) {
      const going = draft === undefined ? {} : { conversation_id: draft.conversation_id }
      const result = await assistant.callTool({
        name: 'draft_ticket',
        arguments: { text: said, ...going, conversation_token: token },
      })
      draft = result.structuredContent as Draft
      token = draft.conversation_token ?? token
      if (draft.drafts.length > 0) break
      said = next
    }
    expect(draft?.outcome).toBe('ticket_drafted')
    const [{ count }] = await database.sql<
      [{ count: number }]
    >`select count(*)::int as count from tickets`
    expect(count).toBe(0)
    const [card] = draft?.drafts ?? []
    const confirmed = await fetch(
      `${server.base}/api/conversations/${draft?.conversation_id}/tickets`,
      {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({
          ...Object.fromEntries(
            Object.entries(card?.fields ?? {}).map(([key, { value }]) => [key, value]),
          ),
          draft_id: card?.draft_id,
          client_key: 'mcp-test-1',
          place_unknown: false,
        }),
      },
    )
    const { ticket_no, query_code } = (await confirmed.json()) as Record<string, string>
    expect(confirmed.status).toBe(201)
    const tracked = await assistant.callTool({
      name: 'track_ticket',
      arguments: { ticket_no, query_code },
    })
    expect(tracked.structuredContent).toMatchObject({ ticket_no })
    const wrong = await assistant.callTool({
      name: 'track_ticket',
      arguments: { ticket_no, query_code: 'WRONG000' },
    })
    expect(wrong.isError).toBe(true)
    expect(textOf(wrong)).toContain('核对')
  })

  it('R-ROLE: wants a key, and the scope of the tool', async () => {
    await expect(connect('gw_wrong')).rejects.toMatchObject({ code: 401 })
    const searcher = await client(['search'])
    const refused = await searcher.callTool({
      name: 'draft_ticket',
      arguments: { text: '路灯坏了' },
    })
    expect(refused.isError).toBe(true)
    const foreign = await fetch(`${server.base}/mcp`, {
      method: 'POST',
      headers: { Origin: 'https://evil.example', 'Content-Type': 'application/json' },
      body: '{}',
    })
    expect(foreign.status).toBe(403)
    expect((await fetch(`${server.base}/mcp`)).status).toBe(405)
  })

  it('R-OPS-4: over the limit 429 with Retry-After, but words of danger get the numbers', async () => {
    // Two requests open the session, the third is the first call.
    const assistant = await client([...API_SCOPES], 3)
    const ask = (question: string) =>
      assistant.callTool({ name: 'search_policy', arguments: { question } })
    await ask('物业停水催费合法吗')
    await expect(ask('物业停水催费合法吗')).rejects.toMatchObject({ code: 429 })
    const danger = ask('家里着火了，快来人')
    await expect(danger).resolves.toBeDefined()
    expect(textOf(await danger)).toContain('119')
    const draft = await assistant.callTool({
      name: 'draft_ticket',
      arguments: { text: '家里着火了，快来人' },
    })
    expect(draft.structuredContent).toMatchObject({ outcome: 'emergency_alarm' })
  })
})
