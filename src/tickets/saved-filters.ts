import { z } from 'zod'
import type { ServiceContext } from '../ports.ts'
import { ConflictError, NotFoundError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { requireTicketStaff } from './access.ts'
import { QueueFilterInput } from './queue.ts'
import {
  countSavedFilters,
  deleteSavedFilter,
  listSavedFilters,
  upsertSavedFilter,
} from './saved-filter-store.ts'

type FilterContext = Pick<ServiceContext, 'sql' | 'clock' | 'actor'>

const MOST = 30

export const SaveFilterInput = z.object({
  name: z.string().trim().min(1).max(20),
  filter: QueueFilterInput,
})
export type SaveFilterInput = z.output<typeof SaveFilterInput>

export async function listFilters(ctx: FilterContext) {
  const staff = requireTicketStaff(ctx.actor)
  return { filters: await listSavedFilters(ctx.sql, staff.id) }
}

/** The same name again replaces the filter. */
export async function saveFilter(ctx: FilterContext, input: SaveFilterInput) {
  const staff = requireTicketStaff(ctx.actor)
  if ((await countSavedFilters(ctx.sql, staff.id)) >= MOST) {
    throw new ConflictError('filter_limit', `at most ${MOST} saved filters`)
  }
  await upsertSavedFilter(ctx.sql, {
    id: newId('flt'),
    staffId: staff.id,
    name: input.name,
    filter: input.filter,
    at: ctx.clock.now(),
  })
  return listFilters(ctx)
}

export async function removeFilter(ctx: FilterContext, id: string): Promise<void> {
  const staff = requireTicketStaff(ctx.actor)
  const removed = await deleteSavedFilter(ctx.sql, { id, staffId: staff.id })
  if (!removed) throw new NotFoundError('filter', id)
}
