import { z } from 'zod'
import { StationList } from '../../protocol/stations.ts'
import { listStations, STATION_TYPES } from '../../regions/index.ts'
import { parseInput } from '../body.ts'
import { serviceContext } from '../env.ts'
import { createRouter, route, type Router } from '../router.ts'

const Query = z.object({
  area: z
    .string()
    .regex(/^(?:\d{6}|\d{9}|\d{12})?$/)
    .default(''),
  type: z.union([z.enum(STATION_TYPES), z.literal('')]).default(''),
  lat: z.coerce.number().min(-90).max(90).optional(),
  long: z.coerce.number().min(-180).max(180).optional(),
})
const SHOWN = 50

/** R-MAP-3: by area or by distance, without a map; a position is used for this one answer and kept nowhere. */
export function stationRoutes(): Router {
  const router = createRouter()
  route(router, {
    method: 'get',
    path: '/api/stations',
    summary: 'Stations and services of an area, or nearest first (WGS84)',
    tag: 'site',
    response: StationList,
    handler: async (c) => {
      const { area, type, lat, long } = parseInput(Query, c.req.query())
      const stations = await listStations(serviceContext(c), {
        near: lat === undefined || long === undefined ? null : { lat, lon: long },
        division_code: area === '' ? null : area,
        type: type === '' ? null : type,
        limit: SHOWN,
      })
      return c.json(StationList.parse({ stations }))
    },
  })
  return router
}
