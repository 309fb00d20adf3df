import { Scalar } from '@scalar/hono-api-reference'
import type { HttpEnv } from './http/env.ts'
import { handleError } from './http/errors.ts'
import { chatRoutes } from './http/chat/routes.ts'
import { photoRoutes } from './http/chat/photos.ts'
import { consoleRoutes } from './http/console/routes.ts'
import { hotspotRoutes } from './http/console/hotspots.ts'
import { administrationRoutes } from './http/console/administration.ts'
import { figureRoutes } from './http/console/figures.ts'
import { knowledgeRoutes } from './http/console/knowledge.ts'
import { webhookRoutes } from './http/console/webhooks.ts'
import { chatDeskRoutes } from './http/console/chat-desk.ts'
import { directoryRoutes } from './http/console/directory.ts'
import { keyRoutes } from './http/console/keys.ts'
import { copilotRoutes } from './http/console/copilot.ts'
import { signInRoutes } from './http/console/sign-in.ts'
import { noticeRoutes } from './http/console/notices.ts'
import { queueRoutes } from './http/console/queue.ts'
import { ticketExportRoutes } from './http/console/ticket-export.ts'
import { ticketEventRoutes } from './http/console/ticket-events.ts'
import { traceRoutes } from './http/console/trace.ts'
import { healthRoutes } from './http/health/routes.ts'
import { open311Routes } from './http/open311/routes.ts'
import { mcpRoutes } from './http/mcp/routes.ts'
import { openAiRoutes } from './http/openai/routes.ts'
import { requestBasics } from './http/middleware.ts'
import { createRouter, type Router } from './http/router.ts'
import { privacyRoutes } from './http/privacy/routes.ts'
import { stationRoutes } from './http/site/stations.ts'
import { siteRoutes } from './http/site/routes.ts'
import { pageRoutes } from './http/pages/routes.ts'
import { ticketRoutes } from './http/tickets/routes.ts'
import { NotFoundError } from './shared/errors.ts'

/** The same app on Node, on Workers and in tests: everything it needs comes in as bindings. */
export function createApp(): Router {
  const app = createRouter()
  app.use('*', requestBasics)
  app.onError((error, c) => handleError(error, c))
  app.notFound((c) => handleError(new NotFoundError('page', c.req.path), c))
  for (const routes of [
    healthRoutes(),
    siteRoutes(),
    stationRoutes(),
    chatRoutes(),
    photoRoutes(),
    ticketRoutes(),
    consoleRoutes(),
    signInRoutes(),
    keyRoutes(),
    noticeRoutes(),
    queueRoutes(),
    directoryRoutes(),
    chatDeskRoutes(),
    copilotRoutes(),
    ticketEventRoutes(),
    ticketExportRoutes(),
    hotspotRoutes(),
    webhookRoutes(),
    administrationRoutes(),
    figureRoutes(),
    knowledgeRoutes(),
    traceRoutes(),
    open311Routes(),
    openAiRoutes(),
    mcpRoutes(),
    privacyRoutes(),
  ]) {
    app.route('/', routes)
  }
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'AI 网格员 · Grid Worker', version: '0.1.0' },
  })
  app.get('/docs', Scalar<HttpEnv>({ url: '/openapi.json' }))
  app.route('/', pageRoutes())
  return app
}
