import { z } from 'zod'
import { CRS_NAMES } from './coordinates.ts'

export const STATION_TYPES = [
  'jiangcheng_station',
  'service_centre',
  'community_station',
  'canteen',
  'charging',
  'medicine',
  'patrol',
  'culture',
  'legal_aid',
  'clinic',
  'other',
] as const

const Position = z.tuple([z.number(), z.number()]).rest(z.number())
const Geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Point'), coordinates: Position }),
  z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(Position).min(4)).min(1) }),
])
export type StationGeometry = z.infer<typeof Geometry>

export const StationFeature = z.object({
  type: z.literal('Feature'),
  geometry: Geometry,
  properties: z.object({
    id: z.string().min(1).max(60),
    name: z.string().min(1).max(100),
    type: z.enum(STATION_TYPES),
    address: z.string().min(1).max(256),
    division_code: z.string().regex(/^\d{6}(?:\d{3}){0,2}$/),
    open_hours: z
      .object({
        weekdays: z.array(z.string()).optional(),
        weekend: z.array(z.string()).optional(),
        holiday: z.array(z.string()).optional(),
        note: z.string().optional(),
      })
      .nullable()
      .default(null),
    services: z.array(z.string().max(30)).max(30).default([]),
    accessible: z.enum(['yes', 'partial', 'no', 'unknown']).default('unknown'),
    phone: z.string().max(30).nullable().default(null),
    source: z.string().min(1).max(200),
    source_crs: z.enum(CRS_NAMES),
    verified_at: z.iso.date(),
    example: z.boolean().default(false),
  }),
})
export type StationFeature = z.infer<typeof StationFeature>

export type StationRow = StationFeature['properties'] & { lon: number; lat: number }
