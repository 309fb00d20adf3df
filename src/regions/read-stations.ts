import { z } from 'zod'
import { distanceMetres, roundPoint, toWgs84, type Point } from './coordinates.ts'
import { findDivision } from './divisions.ts'
import { StationFeature, type StationGeometry, type StationRow } from './station.ts'

export type StationProblem = { index: number; id: string | null; code: string; message: string }

const Collection = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(z.unknown()),
})
/** The city with a margin: a point outside is a slip, most often latitude before longitude. */
const CITY_BOX = { west: 113.6, east: 115.2, south: 29.9, north: 31.5 }
const SAME_PLACE_METRES = 20

/** Features of a GeoJSON collection (R-MAP-1); `known` are the stations already stored. */
export function readStations(
  raw: unknown,
  known: readonly (Point & { id: string })[] = [],
): { rows: StationRow[]; problems: StationProblem[] } {
  const collection = Collection.safeParse(raw)
  if (!collection.success) {
    return {
      rows: [],
      problems: [problem(-1, null, 'not_geojson', 'a GeoJSON FeatureCollection is needed')],
    }
  }
  const rows: StationRow[] = []
  const problems: StationProblem[] = []
  for (const [index, feature] of collection.data.features.entries()) {
    const read = readFeature(feature, index)
    if ('code' in read) problems.push(read)
    else {
      const near = [...rows, ...known].find(
        (other) => other.id !== read.id && distanceMetres(other, read) < SAME_PLACE_METRES,
      )
      if (rows.some(({ id }) => id === read.id))
        problems.push(problem(index, read.id, 'duplicate_id', 'this id is used twice'))
      else if (near !== undefined)
        problems.push(problem(index, read.id, 'duplicate_place', `within 20 m of ${near.id}`))
      else rows.push(read)
    }
  }
  return { rows, problems }
}

function problem(index: number, id: string | null, code: string, message: string): StationProblem {
  return { index, id, code, message }
}

function readFeature(raw: unknown, index: number): StationRow | StationProblem {
  const parsed = StationFeature.safeParse(raw)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const field = issue?.path.join('.') ?? ''
    // Without a declared system a GCJ-02 point would be stored some 600 m off.
    const code = field === 'properties.source_crs' ? 'crs_not_declared' : 'bad_field'
    return problem(index, null, code, `${field}: ${issue?.message ?? 'not valid'}`)
  }
  const { geometry, properties } = parsed.data
  const ring = geometry.type === 'Polygon' ? checkRing(geometry) : undefined
  if (ring !== undefined) return problem(index, properties.id, 'bad_ring', ring)
  const given = pointOf(geometry)
  if (Math.abs(given.lon) > 180 || Math.abs(given.lat) > 90) {
    return problem(
      index,
      properties.id,
      'out_of_range',
      'longitude ±180, latitude ±90, in this order',
    )
  }
  const point = roundPoint(toWgs84(given, properties.source_crs))
  const inside =
    point.lon > CITY_BOX.west &&
    point.lon < CITY_BOX.east &&
    point.lat > CITY_BOX.south &&
    point.lat < CITY_BOX.north
  if (!inside)
    return problem(
      index,
      properties.id,
      'outside_city',
      `${point.lon}, ${point.lat} is not in the city; longitude comes first`,
    )
  if (findDivision(properties.division_code) === undefined) {
    return problem(
      index,
      properties.id,
      'unknown_division',
      `no division ${properties.division_code}`,
    )
  }
  return { ...properties, ...point }
}

function pointOf(geometry: StationGeometry): Point {
  if (geometry.type === 'Point')
    return { lon: geometry.coordinates[0], lat: geometry.coordinates[1] }
  const outer = (geometry.coordinates[0] ?? []).slice(0, -1)
  const mean = (axis: 0 | 1): number =>
    outer.reduce((sum, position) => sum + position[axis], 0) / outer.length
  return { lon: mean(0), lat: mean(1) }
}

/** RFC 7946: rings are closed, the outer one runs against the clock, holes with it. */
function checkRing({
  coordinates,
}: Extract<StationGeometry, { type: 'Polygon' }>): string | undefined {
  for (const [at, ring] of coordinates.entries()) {
    const first = ring[0]
    const last = ring.at(-1)
    if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1]) return 'the ring is not closed'
    const area = ring
      .slice(1)
      .reduce((sum, [x, y], i) => sum + ((ring[i]?.[0] ?? 0) * y - x * (ring[i]?.[1] ?? 0)), 0)
    if (at === 0 ? area <= 0 : area >= 0) return 'the ring runs the wrong way round'
  }
  return undefined
}
