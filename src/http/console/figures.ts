import { z } from 'zod'
import { listTurns, measureAnswers } from '../../conversations/index.ts'
import { TURN_FIGURES } from '../../protocol/outcomes.ts'
import { listCorrected, measureIntake, PeriodInput, periodOf } from '../../tickets/index.ts'
import { parseInput } from '../body.ts'
import { serviceContext } from '../env.ts'
import { createRouter, route, type Router } from '../router.ts'
import { asStaff } from './as-staff.ts'

const tag = 'figures'
const TurnsInput = PeriodInput.extend({ figure: z.enum(TURN_FIGURES) })
const CorrectedInput = PeriodInput.extend({ field: z.string().min(1).max(40) })

export function figureRoutes(): Router {
  const router = createRouter()
  route(router, {
    method: 'get',
    path: '/api/console/figures/intake',
    summary:
      'Tickets that came in: by hour, day, channel, matter and area; open clocks; corrections',
    tag,
    handler: asStaff(async (c) => {
      const period = parseInput(PeriodInput, c.req.query())
      return c.json(await measureIntake(serviceContext(c), period))
    }),
  })
  route(router, {
    method: 'get',
    path: '/api/console/figures/answers',
    summary: 'How the AI’s turns ended, votes, and the wait for a person; counts only',
    tag,
    handler: asStaff(async (c) => {
      const period = periodOf(parseInput(PeriodInput, c.req.query()))
      return c.json(await measureAnswers(serviceContext(c), period))
    }),
  })
  route(router, {
    method: 'get',
    path: '/api/console/figures/turns',
    summary: 'The turns behind a figure, newest first, in one’s own area; masked',
    tag,
    handler: asStaff(async (c) => {
      const { figure, ...period } = parseInput(TurnsInput, c.req.query())
      return c.json(await listTurns(serviceContext(c), { ...periodOf(period), figure }))
    }),
  })
  route(router, {
    method: 'get',
    path: '/api/console/figures/corrections',
    summary: 'The tickets of which people changed what the AI had put into a field; one’s own area',
    tag,
    handler: asStaff(async (c) => {
      const input = parseInput(CorrectedInput, c.req.query())
      return c.json(await listCorrected(serviceContext(c), input))
    }),
  })
  return router
}
