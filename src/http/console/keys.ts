import {
  addApiKey,
  AddApiKeyInput,
  addSiteKey,
  AddSiteKeyInput,
  listApiKeys,
  listSiteKeys,
  revokeApiKey,
  revokeSiteKey,
} from '../../operations/index.ts'
import { readJson } from '../body.ts'
import { serviceContext } from '../env.ts'
import { createRouter, route, type Router } from '../router.ts'
import { asStaff } from './as-staff.ts'

const tag = 'keys'

/** For the administration page; the operations themselves let nobody but administrators in. */
export function keyRoutes(): Router {
  const router = createRouter()
  apiKeyRoutes(router)
  siteKeyRoutes(router)
  return router
}

function apiKeyRoutes(router: Router): void {
  route(router, {
    method: 'get',
    path: '/api/console/api-keys',
    summary: 'Programs that may call, without their keys; for administrators',
    tag,
    handler: asStaff(async (c) => c.json(await listApiKeys(serviceContext(c)))),
  })
  route(router, {
    method: 'post',
    path: '/api/console/api-keys',
    summary: 'Make an API key; it is shown once',
    tag,
    body: AddApiKeyInput,
    status: 201,
    handler: asStaff(async (c) =>
      c.json(await addApiKey(serviceContext(c), await readJson(c, AddApiKeyInput)), 201),
    ),
  })
  route(router, {
    method: 'delete',
    path: '/api/console/api-keys/{id}',
    summary: 'Revoke an API key',
    tag,
    handler: asStaff(async (c) => {
      await revokeApiKey(serviceContext(c), { id: c.req.param('id') ?? '' })
      return c.json({ ok: true })
    }),
  })
}

function siteKeyRoutes(router: Router): void {
  route(router, {
    method: 'get',
    path: '/api/console/site-keys',
    summary: 'Sites that may frame the resident page; for administrators',
    tag,
    handler: asStaff(async (c) => c.json(await listSiteKeys(serviceContext(c)))),
  })
  route(router, {
    method: 'post',
    path: '/api/console/site-keys',
    summary: 'Let a site frame the resident page, by its exact origins',
    tag,
    body: AddSiteKeyInput,
    status: 201,
    handler: asStaff(async (c) =>
      c.json(await addSiteKey(serviceContext(c), await readJson(c, AddSiteKeyInput)), 201),
    ),
  })
  route(router, {
    method: 'delete',
    path: '/api/console/site-keys/{id}',
    summary: 'Revoke a site key: frames with it stay empty from now on',
    tag,
    handler: asStaff(async (c) => {
      await revokeSiteKey(serviceContext(c), { id: c.req.param('id') ?? '' })
      return c.json({ ok: true })
    }),
  })
}
