import { z } from 'zod'
import { listDivisions, listUnits } from '../../regions/index.ts'
import { requireStaff } from '../../staff/index.ts'
import { parseInput } from '../body.ts'
import { serviceContext, type HttpContext } from '../env.ts'
import { createRouter, route, type Router } from '../router.ts'

const tag = 'staff directory'
const Under = z.object({
  parent: z
    .string()
    .regex(/^\d{4,12}$/)
    .default('4201'),
})

/** What forms choose from: the tree of divisions, one level at a time, and the directory of units. */
export function directoryRoutes(): Router {
  const router = createRouter()
  route(router, {
    method: 'get',
    path: '/api/staff/divisions',
    summary: 'Divisions one level below `parent`; the districts without one',
    tag,
    handler: async (c) => {
      await signIn(c)
      const { parent } = parseInput(Under, c.req.query())
      return c.json({
        divisions: listDivisions(parent).map(({ code, short, level }) => ({
          code,
          name: short,
          level,
        })),
      })
    },
  })
  route(router, {
    method: 'get',
    path: '/api/staff/units',
    summary: 'Units that handle tickets, by area',
    tag,
    handler: async (c) => {
      await signIn(c)
      const units = await listUnits(serviceContext(c), {})
      return c.json({
        units: units.map(({ id, name, level, division_code }) => ({
          id,
          name,
          level,
          division_code,
        })),
      })
    },
  })
  return router
}

async function signIn(c: HttpContext): Promise<void> {
  c.set('actor', await requireStaff(c.env.ports, c.req.raw.headers))
}
