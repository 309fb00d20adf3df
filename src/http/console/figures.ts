import { z } from 'zod'
import { listTurns, measureAnswers } from '../../conversations/index.ts'
import { requireStaff } from '../../staff/index.ts'
import { measureIntake, PeriodInput, periodOf } from '../../tickets/index.ts'
import { parseInput } from '../body.ts'
import { serviceContext } from '../env.ts'
import { createRouter, route, type Router } from '../router.ts'

const tag = 'figures'
/** The families whose turns a figure opens. */
const TurnsInput = PeriodInput.extend({
  family: z.enum([
    'answered',
    'unanswerable',
    'declined',
    'guardrail',
    'emergency',
    'handoff',
    'error',
  ]),
})

export function figureRoutes(): Router {
  const router = createRouter()
  route(router, {
    method: 'get',
    path: '/api/console/figures/intake',
    summary:
      'Tickets that came in: by hour, day, channel, matter and area; open clocks; corrections',
    tag,
    handler: async (c) => {
      c.set('actor', await requireStaff(c.env.ports, c.req.raw.headers))
      const period = parseInput(PeriodInput, c.req.query())
      return c.json(await measureIntake(serviceContext(c), period))
    },
  })
  route(router, {
    method: 'get',
    path: '/api/console/figures/answers',
    summary: 'How the AI’s turns ended, votes, and the wait for a person; counts only',
    tag,
    handler: async (c) => {
      c.set('actor', await requireStaff(c.env.ports, c.req.raw.headers))
      const period = periodOf(parseInput(PeriodInput, c.req.query()))
      return c.json(await measureAnswers(serviceContext(c), period))
    },
  })
  route(router, {
    method: 'get',
    path: '/api/console/figures/turns',
    summary: 'The turns behind a figure, newest first, in one’s own area; masked',
    tag,
    handler: async (c) => {
      c.set('actor', await requireStaff(c.env.ports, c.req.raw.headers))
      const { family, ...period } = parseInput(TurnsInput, c.req.query())
      return c.json(await listTurns(serviceContext(c), { ...periodOf(period), family }))
    },
  })
  return router
}
