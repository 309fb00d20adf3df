import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { requireScope, type ApiKey, type ApiScope } from '../../operations/index.ts'
import { AppError, isAppError } from '../../shared/errors.ts'
import { errorFields } from '../../shared/logger.ts'
import { serviceContext, type HttpContext } from '../env.ts'
import { errorText } from '../errors.ts'
import { limitRequests } from '../limits.ts'
import {
  draftTicket,
  DraftInput,
  DraftOutput,
  SearchInput,
  SearchOutput,
  searchPolicy,
  trackTicket,
  TrackInput,
  TrackOutput,
  type ToolAnswer,
} from './tools.ts'

const INSTRUCTIONS = `A city's grid worker. search_policy gives passages of official documents: answer only from them, name
title and article, and say so when nothing is recorded. draft_ticket only drafts: the resident confirms, and nothing is
filed before. In danger to life ring 110, 119 or 120 first.`

/** One server and one transport a request: nothing is kept between requests, on Node as on Workers. */
export async function handleMcp(
  c: HttpContext,
  input: { key: ApiKey; parsedBody: unknown },
): Promise<Response> {
  const server = buildServer(c, input.key)
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
  await server.connect(transport)
  try {
    return await transport.handleRequest(c.req.raw, { parsedBody: input.parsedBody })
  } finally {
    // With JSON answers the response is whole by now.
    await server.close()
  }
}

function buildServer(c: HttpContext, key: ApiKey): McpServer {
  const ctx = serviceContext(c)
  const locale = c.get('locale')
  const base = (ctx.config.PUBLIC_URL ?? new URL(c.req.url).origin).replace(/\/$/, '')
  const server = new McpServer(
    { name: 'grid-worker', title: ctx.config.SITE_NAME, version: '0.1.0' },
    { instructions: INSTRUCTIONS },
  )
  server.registerTool(
    'search_policy',
    {
      title: '查政策 · Search policy',
      description: 'Passages of official documents in force that answer a question, or none',
      inputSchema: SearchInput.shape,
      outputSchema: SearchOutput.shape,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    (input) =>
      answer(c, { key, scope: 'search' }, () => searchPolicy(ctx, input, { base, locale })),
  )
  server.registerTool(
    'draft_ticket',
    {
      title: '写工单草稿 · Draft a ticket',
      description:
        'Turns a complaint into a ticket draft, asking at most three questions. Files nothing: the resident confirms by POST /api/conversations/{id}/tickets with the token',
      inputSchema: DraftInput.shape,
      outputSchema: DraftOutput.shape,
      annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
    },
    (input, { signal }) =>
      answer(c, { key, scope: 'tickets' }, () => draftTicket(ctx, input, { locale, signal })),
  )
  server.registerTool(
    'track_ticket',
    {
      title: '查进度 · Track a ticket',
      description: 'State of a ticket, by its number and query code together',
      inputSchema: TrackInput.shape,
      outputSchema: TrackOutput.shape,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    (input) =>
      answer(c, { key, scope: 'tickets' }, async () => {
        await limitRequests(c, 'ticket-lookup')
        return trackTicket(ctx, input)
      }),
  )
  return server
}

/** A tool's fault is an answer the assistant can read, in plain words and without our inside. */
async function answer(
  c: HttpContext,
  may: { key: ApiKey; scope: ApiScope },
  run: () => Promise<ToolAnswer>,
) {
  try {
    requireScope(may.key, may.scope)
    const { text, data } = await run()
    return { content: [{ type: 'text' as const, text }], structuredContent: data }
  } catch (error) {
    const known = isAppError(error)
    const fields = { request_id: c.get('requestId'), ...errorFields(error) }
    c.env.ports.logger.log(known ? 'info' : 'error', 'mcp.tool_failed', fields)
    const text = errorText(
      c.get('locale'),
      known ? error : new AppError('INTERNAL', 'internal', 'unexpected error'),
    )
    return { content: [{ type: 'text' as const, text }], isError: true }
  }
}
