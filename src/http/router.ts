import { OpenAPIHono } from '@hono/zod-openapi'
import type { ZodType } from 'zod'
import type { HttpContext, HttpEnv } from './env.ts'

export type Router = OpenAPIHono<HttpEnv>

type Documented = {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** OpenAPI form: `/api/conversations/{id}`. */
  path: string
  summary: string
  tag: string
  body?: ZodType
  response?: ZodType
  status?: number
  contentType?: string
  handler: (c: HttpContext) => Promise<Response> | Response
}

export function createRouter(): Router {
  return new OpenAPIHono<HttpEnv>()
}

/** Registers a route and its description in one place, so that `/openapi.json` cannot fall behind. */
export function route(router: Router, spec: Documented): void {
  const honoPath = spec.path.replaceAll(/\{(\w+)\}/g, ':$1')
  router.on(spec.method.toUpperCase(), honoPath, (c) => spec.handler(c))
  const parameters = [...spec.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    in: 'path' as const,
    name: name ?? '',
    required: true,
    schema: { type: 'string' as const },
  }))
  router.openAPIRegistry.registerPath({
    method: spec.method,
    path: spec.path,
    summary: spec.summary,
    tags: [spec.tag],
    parameters,
    ...(spec.body === undefined
      ? {}
      : { request: { body: { content: { 'application/json': { schema: spec.body } } } } }),
    responses: {
      [spec.status ?? 200]: {
        description: 'OK',
        content: {
          [spec.contentType ?? 'application/json']:
            spec.response === undefined ? {} : { schema: spec.response },
        },
      },
      default: { description: 'Error envelope: {error: {code, message, field?, request_id}}' },
    },
  })
}
