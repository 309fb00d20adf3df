import { z } from 'zod'
import {
  getHotspot,
  listHotspots,
  ListHotspotsInput,
  listPublicHotspots,
  measureHandling,
  moveHotspot,
  MoveHotspotInput,
  proposeTask,
  ProposeTaskInput,
  readSeasons,
  saveSeasons,
  Seasons,
  viewCalendar,
} from '../../hotspots/index.ts'
import { listSuggestions, ListSuggestionsInput, PeriodInput } from '../../tickets/index.ts'
import { parseInput, readJson } from '../body.ts'
import { serviceContext, type HttpContext } from '../env.ts'
import { createRouter, route, type Router } from '../router.ts'
import { asStaff } from './as-staff.ts'

const tag = 'hotspots'
const SeasonsBody = z.object({ seasons: Seasons })

export function hotspotRoutes(): Router {
  const router = createRouter()
  flagRoutes(router)
  calendarRoutes(router)
  route(router, {
    method: 'get',
    path: '/api/console/handling',
    summary: 'Reported, proactive and found by staff, counted apart (R-HOT-5)',
    tag: 'figures',
    handler: asStaff(async (c) => {
      const { from, to } = parseInput(PeriodInput, c.req.query())
      const until = new Date(new Date(`${to}T00:00:00+08:00`).getTime() + 86_400_000)
      const period = { from: new Date(`${from}T00:00:00+08:00`), to: until }
      return c.json(await measureHandling(serviceContext(c), period))
    }),
  })
  route(router, {
    method: 'get',
    path: '/api/console/suggestions',
    summary: 'Ideas of residents and what became of each (R-HOT-6)',
    tag,
    handler: asStaff(async (c) => {
      const input = parseInput(ListSuggestionsInput, c.req.query())
      return c.json(await listSuggestions(serviceContext(c), input))
    }),
  })
  route(router, {
    method: 'get',
    path: '/api/hotspots',
    summary: 'Matters staff have taken up; no reporter, no exact place (R-PRV-7)',
    tag,
    handler: async (c) => c.json({ hotspots: await listPublicHotspots(serviceContext(c)) }),
  })
  return router
}

const id = (c: HttpContext): string => c.req.param('id') ?? ''

function flagRoutes(router: Router): void {
  route(router, {
    method: 'get',
    path: '/api/console/hotspots',
    summary: 'Flags and proactive tasks of one’s own area',
    tag,
    handler: asStaff(async (c) => {
      const input = parseInput(ListHotspotsInput, c.req.query())
      return c.json(await listHotspots(serviceContext(c), input))
    }),
  })
  route(router, {
    method: 'post',
    path: '/api/console/hotspots',
    summary: 'Propose a task before anybody complains',
    tag,
    body: ProposeTaskInput,
    status: 201,
    handler: asStaff(async (c) => {
      const input = await readJson(c, ProposeTaskInput)
      return c.json(await proposeTask(serviceContext(c), input), 201)
    }),
  })
  route(router, {
    method: 'get',
    path: '/api/console/hotspots/{id}',
    summary: 'One flag with its tickets, steps and effect over 30 days',
    tag,
    handler: asStaff(async (c) => c.json(await getHotspot(serviceContext(c), id(c)))),
  })
  route(router, {
    method: 'post',
    path: '/api/console/hotspots/{id}/steps',
    summary: 'Accept, dismiss, start, finish or review',
    tag,
    body: MoveHotspotInput,
    handler: asStaff(async (c) => {
      await moveHotspot(serviceContext(c), id(c), await readJson(c, MoveHotspotInput))
      return c.json(await getHotspot(serviceContext(c), id(c)))
    }),
  })
}

function calendarRoutes(router: Router): void {
  route(router, {
    method: 'get',
    path: '/api/console/calendar',
    summary: 'The year’s matters by month, and the known seasons (民情月历)',
    tag,
    handler: asStaff(async (c) => c.json(await viewCalendar(serviceContext(c)))),
  })
  route(router, {
    method: 'put',
    path: '/api/console/calendar/seasons',
    summary: 'Replace the known seasons',
    tag,
    body: SeasonsBody,
    handler: asStaff(async (c) => {
      const { seasons } = await readJson(c, SeasonsBody)
      await saveSeasons(serviceContext(c), seasons)
      return c.json({ seasons: await readSeasons(serviceContext(c)) })
    }),
  })
}
