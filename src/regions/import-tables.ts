import type { ServiceContext } from '../ports.ts'
import { requireRegionEditor } from './access.ts'
import type { ImportProblem } from './csv.ts'
import { recordImport } from './record-import.ts'
import { readGridTable, readUnitTable, type ReadTable } from './read-tables.ts'
import { upsertGrids, upsertUnits } from './store.ts'

export type TableInput = { bytes: Uint8Array; partial?: boolean }
/** `imported` is 0 whenever there is a problem, unless the good rows alone were asked for. */
export type ImportReport = { imported: number; problems: ImportProblem[] }

type ImportContext = Pick<ServiceContext, 'sql' | 'clock' | 'actor'>

export async function importGrids(ctx: ImportContext, input: TableInput): Promise<ImportReport> {
  requireRegionEditor(ctx.actor)
  return write(readGridTable(input.bytes), input.partial, (rows) =>
    recordImport(ctx, { table: 'grids', rows: rows.length }, (tx, at) => upsertGrids(tx, rows, at)),
  )
}

export async function importUnits(ctx: ImportContext, input: TableInput): Promise<ImportReport> {
  requireRegionEditor(ctx.actor)
  return write(readUnitTable(input.bytes), input.partial, (rows) =>
    recordImport(ctx, { table: 'units', rows: rows.length }, (tx, at) => upsertUnits(tx, rows, at)),
  )
}

async function write<T>(
  { rows, problems }: ReadTable<T>,
  partial: boolean | undefined,
  store: (rows: readonly T[]) => Promise<void>,
): Promise<ImportReport> {
  const allowed = problems.length === 0 || partial === true
  if (!allowed || rows.length === 0) return { imported: 0, problems }
  await store(rows)
  return { imported: rows.length, problems }
}
