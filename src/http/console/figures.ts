import { z } from 'zod'
import { listTurns, measureAnswers } from '../../conversations/index.ts'
import { requireStaff } from '../../staff/index.ts'
import { listCorrected, measureIntake, PeriodInput, periodOf } from '../../tickets/index.ts'
import { parseInput } from '../body.ts'
import { serviceContext } from '../env.ts'
import { createRouter, route, type Router } from '../router.ts'

const tag = 'figures'
/** The figures that open their turns. */
const TurnsInput = PeriodInput.extend({
  figure: z.enum([
    'answered',
    'unanswerable',
    'declined',
    'guardrail',
    'emergency',
    'handoff',
    'error',
    'cited',
    'voted_up',
    'voted_down',
  ]),
})
const CorrectedInput = PeriodInput.extend({ field: z.string().min(1).max(40) })

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
      const { figure, ...period } = parseInput(TurnsInput, c.req.query())
      return c.json(await listTurns(serviceContext(c), { ...periodOf(period), figure }))
    },
  })
  route(router, {
    method: 'get',
    path: '/api/console/figures/corrections',
    summary: 'The tickets of which people changed what the AI had put into a field; one’s own area',
    tag,
    handler: async (c) => {
      c.set('actor', await requireStaff(c.env.ports, c.req.raw.headers))
      const input = parseInput(CorrectedInput, c.req.query())
      return c.json(await listCorrected(serviceContext(c), input))
    },
  })
  return router
}
