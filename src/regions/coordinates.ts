import gcoord from 'gcoord'

export const CRS_NAMES = ['wgs84', 'gcj02', 'bd09'] as const
export type CrsName = (typeof CRS_NAMES)[number]
export type Point = { lon: number; lat: number }

const CRS = { wgs84: gcoord.WGS84, gcj02: gcoord.GCJ02, bd09: gcoord.BD09 } as const
const EARTH_METRES = 6_371_008.8

/** We store WGS84 and convert at the door; phones report WGS84, Chinese maps GCJ-02 or BD-09. */
export function toWgs84(point: Point, crs: CrsName): Point {
  return convert(point, CRS[crs], gcoord.WGS84)
}

export function fromWgs84(point: Point, crs: CrsName): Point {
  return convert(point, gcoord.WGS84, CRS[crs])
}

type CrsValue = (typeof CRS)[CrsName]

function convert({ lon, lat }: Point, from: CrsValue, to: CrsValue): Point {
  const [x, y] = gcoord.transform([lon, lat], from, to)
  return { lon: x, lat: y }
}

/** Great-circle distance. */
export function distanceMetres(a: Point, b: Point): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180
  const half = (from: number, to: number): number => Math.sin(radians(to - from) / 2) ** 2
  const chord =
    half(a.lat, b.lat) + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * half(a.lon, b.lon)
  return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(chord)))
}

/** Six decimals are a tenth of a metre; more would pretend. */
export function roundPoint({ lon, lat }: Point): Point {
  const round = (value: number): number => Math.round(value * 1e6) / 1e6
  return { lon: round(lon), lat: round(lat) }
}
