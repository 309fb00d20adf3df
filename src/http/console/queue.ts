import {
  BulkInput,
  countQueueViews,
  listFilters,
  listQueue,
  ListQueueInput,
  moveTickets,
  removeFilter,
  saveFilter,
  SaveFilterInput,
  watchQueue,
  WatchQueueInput,
} from '../../tickets/index.ts'
import { parseInput, readJson } from '../body.ts'
import { serviceContext } from '../env.ts'
import { createRouter, route, type Router } from '../router.ts'
import { asStaff } from './as-staff.ts'

const tag = 'staff tickets'

export function queueRoutes(): Router {
  const router = createRouter()
  readRoutes(router)
  filterRoutes(router)
  route(router, {
    method: 'post',
    path: '/api/staff/queue/moves',
    summary: 'Accept, dispatch, reject or merge several tickets; each answers for itself',
    tag,
    body: BulkInput,
    handler: asStaff(async (c) => {
      const input = await readJson(c, BulkInput)
      return c.json({ results: await moveTickets(serviceContext(c), input) })
    }),
  })
  return router
}

function readRoutes(router: Router): void {
  route(router, {
    method: 'get',
    path: '/api/staff/queue',
    summary: 'One page of the queue: by view, words, urgency, group of the catalogue',
    tag,
    handler: asStaff(async (c) =>
      c.json(await listQueue(serviceContext(c), parseInput(ListQueueInput, c.req.query()))),
    ),
  })
  route(router, {
    method: 'get',
    path: '/api/staff/queue/counts',
    summary: 'How many tickets each view holds',
    tag,
    handler: asStaff(async (c) => c.json(await countQueueViews(serviceContext(c)))),
  })
  route(router, {
    method: 'get',
    path: '/api/staff/queue/changes',
    summary: 'How many tickets came in since, and the new state of those on the screen',
    tag,
    handler: asStaff(async (c) =>
      c.json(await watchQueue(serviceContext(c), parseInput(WatchQueueInput, c.req.query()))),
    ),
  })
}

function filterRoutes(router: Router): void {
  route(router, {
    method: 'get',
    path: '/api/staff/filters',
    summary: 'One’s own saved filters of the queue',
    tag,
    handler: asStaff(async (c) => c.json(await listFilters(serviceContext(c)))),
  })
  route(router, {
    method: 'post',
    path: '/api/staff/filters',
    summary: 'Save a filter; the same name replaces it',
    tag,
    body: SaveFilterInput,
    handler: asStaff(async (c) =>
      c.json(await saveFilter(serviceContext(c), await readJson(c, SaveFilterInput))),
    ),
  })
  route(router, {
    method: 'delete',
    path: '/api/staff/filters/{id}',
    summary: 'Delete a saved filter',
    tag,
    handler: asStaff(async (c) => {
      await removeFilter(serviceContext(c), c.req.param('id') ?? '')
      return c.json({ ok: true })
    }),
  })
}
