import { withTransaction, type Sql } from '../db/client.ts'
import { appendAudit } from '../operations/index.ts'
import type { ServiceContext } from '../ports.ts'

type Imported = { table: 'grids' | 'units' | 'stations'; rows: number }

/** The rows and the note of who brought them, or neither. */
export async function recordImport(
  ctx: Pick<ServiceContext, 'sql' | 'clock' | 'actor'>,
  { table, rows }: Imported,
  store: (tx: Sql, at: Date) => Promise<void>,
): Promise<void> {
  const { actor } = ctx
  const at = ctx.clock.now()
  await withTransaction(ctx.sql, async (tx) => {
    await store(tx, at)
    const action = 'area_table.imported'
    await appendAudit(tx, { at, actor, action, subject: table, details: { rows } })
  })
}
