import type { ServiceContext } from '../ports.ts'
import { findGrid, findUnitFor } from '../regions/index.ts'
import { NotFoundError } from '../shared/errors.ts'
import { requireTicketStaff, scopeOf } from './access.ts'
import { findCategory } from './catalogue.ts'
import { findScopedTicket } from './store.ts'

export type DispatchSuggestion = {
  lead_unit: string
  lead_unit_name: string
  level: string
  /** Nobody in the directory has this matter here: the catch-all desk. */
  catch_all: boolean
  grid: { id: string; name: string } | null
  grid_candidates: { id: string; name: string }[]
}

/** Who the directory says should lead; a person dispatches. */
export async function suggestDispatch(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
  ticketNo: string,
): Promise<DispatchSuggestion> {
  const scope = scopeOf(requireTicketStaff(ctx.actor))
  const ticket = await findScopedTicket(ctx.sql, { ticketNo, scope })
  if (ticket === undefined) throw new NotFoundError('ticket', ticketNo)
  const { divisionCode, categoryCode } = ticket
  const category = findCategory(categoryCode)
  const unit = await findUnitFor(ctx, {
    divisionCode,
    categoryCode,
    unitRule: category?.unit_rule ?? '',
  })
  const grids =
    divisionCode === null ? { grid: null, candidates: [] } : await findGrid(ctx, { divisionCode })
  return {
    lead_unit: unit.id,
    lead_unit_name: unit.name,
    level: category?.level ?? ticket.level,
    catch_all: unit.catch_all,
    grid: grids.grid === null ? null : { id: grids.grid.id, name: grids.grid.name },
    grid_candidates: grids.candidates.map(({ id, name }) => ({ id, name })),
  }
}
