import { z } from 'zod'
import {
  importGrids,
  importStations,
  importUnits,
  listDivisions,
  listUnits,
} from '../../regions/index.ts'
import { hasRole } from '../../shared/actor.ts'
import { ForbiddenError, ValidationError } from '../../shared/errors.ts'
import { listColleagues } from '../../staff/index.ts'
import { parseInput, readBytes } from '../body.ts'
import { serviceContext } from '../env.ts'
import { createRouter, route, type Router } from '../router.ts'
import { asStaff } from './as-staff.ts'

const MOST_TABLE_BYTES = 8 * 1024 * 1024
const Import = z.object({
  table: z.enum(['grids', 'units', 'stations']),
  partial: z.enum(['0', '1']).default('0'),
})
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
    handler: asStaff(async (c) => {
      const { parent } = parseInput(Under, c.req.query())
      return c.json({
        divisions: listDivisions(parent).map(({ code, short, level }) => ({
          code,
          name: short,
          level,
        })),
      })
    }),
  })
  route(router, {
    method: 'get',
    path: '/api/staff/units',
    summary: 'Units that handle tickets, by area',
    tag,
    handler: asStaff(async (c) => {
      const units = await listUnits(serviceContext(c), {})
      return c.json({
        units: units.map(({ id, name, level, division_code }) => ({
          id,
          name,
          level,
          division_code,
        })),
      })
    }),
  })
  route(router, {
    method: 'get',
    path: '/api/staff/colleagues',
    summary: 'People of one’s own area whom work can be given to',
    tag,
    handler: asStaff(async (c) => c.json(await listColleagues(serviceContext(c)))),
  })
  importRoute(router)
  return router
}

function importRoute(router: Router): void {
  route(router, {
    method: 'post',
    path: '/api/console/area-tables/{table}',
    summary:
      'Import grids or units (CSV) or stations (GeoJSON); with a problem nothing is stored, unless `partial`',
    tag,
    handler: asStaff(async (c) => {
      const { table, partial } = parseInput(Import, { ...c.req.query(), ...c.req.param() })
      const ctx = serviceContext(c)
      if (!hasRole(ctx.actor, 'admin', 'city')) throw new ForbiddenError('area tables')
      const bytes = await readBytes(c.req.raw, MOST_TABLE_BYTES)
      const options = { partial: partial === '1' }
      if (table === 'grids') return c.json(await importGrids(ctx, { bytes, ...options }))
      if (table === 'units') return c.json(await importUnits(ctx, { bytes, ...options }))
      return c.json(await importStations(ctx, { geojson: readGeoJson(bytes), ...options }))
    }),
  })
}

function readGeoJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new ValidationError('body', 'not JSON', 'invalid_json')
  }
}
