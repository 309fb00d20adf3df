import { z } from 'zod'

/** What residents see of a station (R-MAP): where, when, what for, and whether somebody has looked lately. */
export const StationView = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  address: z.string(),
  division_name: z.string().nullable(),
  open_hours: z
    .object({
      weekdays: z.array(z.string()).optional(),
      weekend: z.array(z.string()).optional(),
      holiday: z.array(z.string()).optional(),
      note: z.string().optional(),
    })
    .nullable(),
  services: z.array(z.string()),
  accessible: z.string(),
  phone: z.string().nullable(),
  distance_m: z.number().nullable(),
  needs_check: z.boolean(),
  example: z.boolean(),
})
export type StationView = z.infer<typeof StationView>
export const StationList = z.object({ stations: z.array(StationView) })
export type StationList = z.infer<typeof StationList>
