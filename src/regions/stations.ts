import { z } from 'zod'
import type { ServiceContext } from '../ports.ts'
import { requireRegionEditor } from './access.ts'
import { CRS_NAMES, distanceMetres, toWgs84 } from './coordinates.ts'
import { divisionName } from './divisions.ts'
import { recordImport } from './record-import.ts'
import { readStations, type StationProblem } from './read-stations.ts'
import { STATION_TYPES } from './station.ts'
import {
  selectStationPoints,
  selectStations,
  upsertStations,
  type StoredStation,
} from './station-store.ts'

const STALE_DAYS = 180
const DAY_MS = 86_400_000

export const ListStationsInput = z.object({
  near: z
    .object({
      lon: z.number().min(-180).max(180),
      lat: z.number().min(-90).max(90),
      crs: z.enum(CRS_NAMES).default('wgs84'),
    })
    .nullable()
    .default(null),
  division_code: z
    .string()
    .regex(/^\d{4,12}$/)
    .nullable()
    .default(null),
  type: z.enum(STATION_TYPES).nullable().default(null),
  service: z.string().max(30).nullable().default(null),
  limit: z.number().int().min(1).max(100).default(10),
})
export type ListStationsInput = z.input<typeof ListStationsInput>

/** `needs_check`: nobody has confirmed the entry for 180 days (R-MAP-2); `example`: demo data (R-MAP-4). */
export type Station = StoredStation & {
  distance_m: number | null
  division_name: string | null
  needs_check: boolean
}

/** Works from a district or street alone: no map and no position are needed (R-MAP-3). */
export async function listStations(
  ctx: Pick<ServiceContext, 'sql' | 'clock'>,
  input: ListStationsInput,
): Promise<Station[]> {
  const { near: given, division_code, ...rest } = ListStationsInput.parse(input)
  const near = given === null ? null : toWgs84(given, given.crs)
  const stored = await selectStations(ctx.sql, { ...rest, near, area: division_code ?? '' })
  const oldest = ctx.clock.now().getTime() - STALE_DAYS * DAY_MS
  return stored.map((station) => ({
    ...station,
    distance_m: near === null ? null : Math.round(distanceMetres(near, station)),
    division_name: divisionName(station.division_code),
    needs_check: Date.parse(station.verified_at) < oldest,
  }))
}

/** Nothing is stored when a feature is wrong, unless the good ones alone were asked for. */
export async function importStations(
  ctx: Pick<ServiceContext, 'sql' | 'clock' | 'actor'>,
  input: { geojson: unknown; partial?: boolean },
): Promise<{ imported: number; problems: StationProblem[] }> {
  requireRegionEditor(ctx.actor)
  const { rows, problems } = readStations(input.geojson, await selectStationPoints(ctx.sql))
  if (rows.length === 0 || (problems.length > 0 && input.partial !== true))
    return { imported: 0, problems }
  await recordImport(ctx, { table: 'stations', rows: rows.length }, (tx, at) =>
    upsertStations(tx, rows, at),
  )
  return { imported: rows.length, problems }
}
