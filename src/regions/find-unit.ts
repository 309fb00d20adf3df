import type { ServiceContext } from '../ports.ts'
import { hasRole } from '../shared/actor.ts'
import { NotFoundError } from '../shared/errors.ts'
import { isWithin } from './divisions.ts'
import { selectGrids, selectUnitFor, selectUnits, type Grid, type Unit } from './store.ts'

type ReadContext = Pick<ServiceContext, 'sql'>
const CITY = '4201'

/** Who should lead; without a division the whole city is asked, so the catch-all desk answers at the latest. */
export async function findUnitFor(
  ctx: ReadContext,
  input: { divisionCode: string | null; categoryCode: string | null; unitRule: string },
): Promise<Unit> {
  const unit = await selectUnitFor(ctx.sql, {
    division: input.divisionCode ?? CITY,
    category: input.categoryCode ?? '',
    kind: input.unitRule,
  })
  if (unit === undefined) throw new NotFoundError('unit', input.divisionCode ?? CITY)
  return unit
}

export async function listGrids(ctx: ReadContext, input: { area?: string }): Promise<Grid[]> {
  return selectGrids(ctx.sql, input.area ?? CITY)
}

export async function listUnits(ctx: ReadContext, input: { area?: string }): Promise<Unit[]> {
  return selectUnits(ctx.sql, input.area ?? CITY)
}

/** R-ROLE-1: the ids of the units an administrator answers for; nobody else answers for any. */
export async function listAdministeredUnits(
  ctx: ReadContext & Pick<ServiceContext, 'actor'>,
): Promise<string[]> {
  const { actor } = ctx
  if (!hasRole(actor, 'admin')) return []
  const units = await listUnits(ctx, {})
  return units
    .filter(({ division_code: code }) => actor.areaPrefixes.some((area) => isWithin(code, area)))
    .map(({ id }) => id)
}

/** The grid is certain only where the community or street has a single one; otherwise a person chooses. */
export async function findGrid(
  ctx: ReadContext,
  input: { divisionCode: string },
): Promise<{ grid: Grid | null; candidates: Grid[] }> {
  const grids = await selectGrids(ctx.sql, input.divisionCode)
  const [only] = grids
  return {
    grid: grids.length === 1 && only !== undefined ? only : null,
    candidates: grids.slice(0, 20),
  }
}
