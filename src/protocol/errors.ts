import { z } from 'zod'

/** Every error answer of every JSON surface except Open311, which has its own frozen form. */
export const ErrorEnvelope = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    field: z.string().optional(),
    details: z.record(z.string(), z.unknown()).optional(),
    request_id: z.string(),
  }),
})
export type ErrorEnvelope = z.infer<typeof ErrorEnvelope>
