import { z } from 'zod'
import { ForbiddenError } from '../../shared/errors.ts'
import { apiClient, limitClient } from '../api-client.ts'
import { readJson } from '../body.ts'
import type { HttpContext } from '../env.ts'
import { createRouter, route, type Router } from '../router.ts'

/** Model Context Protocol over Streamable HTTP, stateless: for assistants that search, draft and track. */
export function mcpRoutes(): Router {
  const router = createRouter()
  route(router, {
    method: 'post',
    path: '/mcp',
    summary: 'MCP (Streamable HTTP, stateless): search_policy, draft_ticket, track_ticket',
    tag: 'mcp',
    body: z.object({ jsonrpc: z.literal('2.0') }).loose(),
    handler: postMcp,
  })
  // Without sessions there is no stream to open and none to end.
  router.on(['GET', 'DELETE'], '/mcp', (c) => c.body(null, 405, { Allow: 'POST' }))
  return router
}

async function postMcp(c: HttpContext): Promise<Response> {
  requireOwnOrigin(c)
  const key = await apiClient(c)
  const parsedBody: unknown = await readJson(c, z.unknown())
  await limitClient(c, { key, text: spokenWords(parsedBody) })
  // Loaded by the first assistant that calls: the protocol is heavy, and most processes never speak it.
  const { handleMcp } = await import('./server.ts')
  return handleMcp(c, { key, parsedBody })
}

/** A page of another site must not reach us through its visitor's browser (DNS rebinding, MCP specification). */
function requireOwnOrigin(c: HttpContext): void {
  const origin = c.req.header('Origin')
  if (origin === undefined) return
  const { PUBLIC_URL } = c.env.ports.config
  const own = PUBLIC_URL === undefined ? new URL(c.req.url).origin : new URL(PUBLIC_URL).origin
  if (origin !== own) throw new ForbiddenError(`origin ${origin}`)
}

const Call = z.object({
  params: z.object({
    arguments: z.object({ text: z.string().optional(), question: z.string().optional() }),
  }),
})

/** What a resident said, for the gate that no limit stands before. */
function spokenWords(body: unknown): string {
  const call = Call.safeParse(body)
  if (!call.success) return ''
  return call.data.params.arguments.text ?? call.data.params.arguments.question ?? ''
}
