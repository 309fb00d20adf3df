import { findSite } from '../../operations/index.ts'
import { NotFoundError } from '../../shared/errors.ts'
import { errorFields } from '../../shared/logger.ts'
import { serviceContext, type AssetSource, type HttpContext, type HttpEnv } from '../env.ts'
import { pageHeaders } from '../middleware.ts'
import { createRouter, type Router } from '../router.ts'
import { createMiddleware } from 'hono/factory'

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  json: 'application/json; charset=utf-8',
  webmanifest: 'application/manifest+json',
}

/** Resident page, loader and console from the built bundles. File names under /assets carry a content hash. */
export function pageRoutes(): Router {
  const router = createRouter()
  router.on('GET', ['/', '/widget'], allowSite)
  router.get('/widget.js', async (c, next) => {
    await next()
    // Other sites load it by a script tag, which is what it is for.
    c.header('Cross-Origin-Resource-Policy', 'cross-origin')
  })
  router.use('*', pageHeaders)
  router.get('/', (c) => asset(c, 'widget/index.html'))
  router.get('/widget', (c) => asset(c, 'widget/index.html'))
  router.get('/widget.js', (c) => asset(c, 'loader/widget.js'))
  router.get('/console', (c) => asset(c, 'console/index.html'))
  router.get('/console/*', (c) => asset(c, consolePath(c.req.path)))
  router.get('/assets/*', (c) => asset(c, `widget${c.req.path}`))
  router.get('/sw.js', (c) => asset(c, 'offline/sw.js'))
  router.get('/favicon.svg', (c) => asset(c, 'widget/favicon.svg'))
  return router
}

/** The resident page in a frame of the sites whose key the frame names; without a key, or with no origin, in none. */
const allowSite = createMiddleware<HttpEnv>(async (c, next) => {
  const key = c.req.query('site') ?? c.req.query('key') ?? ''
  const [origins] = await Promise.all([key === '' ? [] : allowedOrigins(c, key), next()])
  if (origins.length === 0) return
  const policy = c.res.headers.get('Content-Security-Policy') ?? ''
  const framed = policy.replace("frame-ancestors 'none'", `frame-ancestors ${origins.join(' ')}`)
  c.header('Content-Security-Policy', framed)
  // The older header knows no list of origins, and the policy above says the same more exactly.
  c.header('X-Frame-Options', undefined)
})

async function allowedOrigins(c: HttpContext, key: string): Promise<string[]> {
  try {
    return (await findSite(serviceContext(c), key))?.origins ?? []
  } catch (error) {
    // The page itself must open without a database, because its emergency numbers do.
    c.env.ports.logger.log('warn', 'site_key.not_read', errorFields(error))
    return []
  }
}

/** Client-side routes of the console have no extension: they all get its page. */
function consolePath(path: string): string {
  return /\.\w+$/.test(path) ? path.slice(1) : 'console/index.html'
}

async function asset(c: HttpContext, path: string): Promise<Response> {
  const source: AssetSource | undefined = c.env.assets
  const found = path.includes('..') ? undefined : await source?.read(path)
  if (found === undefined) throw new NotFoundError('page', c.req.path)
  const extension = path.slice(path.lastIndexOf('.') + 1)
  c.header('Content-Type', TYPES[extension] ?? 'application/octet-stream')
  c.header(
    'Cache-Control',
    path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  )
  if (found.etag !== undefined) c.header('ETag', found.etag)
  if (found.etag !== undefined && c.req.header('If-None-Match') === found.etag)
    return c.body(null, 304)
  return c.body(found.body)
}
