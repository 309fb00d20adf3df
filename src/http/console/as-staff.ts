import { requireStaff } from '../../staff/index.ts'
import type { HttpContext } from '../env.ts'

type StaffHandler = (c: HttpContext) => Promise<Response>

/** Puts the signed-in person into the context; without one the answer is 401 and nothing else runs. */
export function asStaff(handler: StaffHandler): StaffHandler {
  return async (c) => {
    c.set('actor', await requireStaff(c.env.ports, c.req.raw.headers))
    return handler(c)
  }
}
