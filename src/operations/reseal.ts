import { z } from 'zod'
import { withTransaction } from '../db/client.ts'
import type { Ports } from '../ports.ts'
import { phoneDigest } from '../shared/phone-digest.ts'
import {
  listSealed,
  replaceDigest,
  replaceSealed,
  SEALED,
  type SealedColumn,
} from './reseal-store.ts'

const BATCH = 100
/** A run stays far below its lease; what is left waits for the next minute. */
const MOST = 2_000

const Reporter = z.object({ phone: z.string().nullable() })

export type ResealReport = { resealed: number; left: boolean }

/**
 * While SECRET_KEY_FORMER names an older key, everything it sealed is sealed again with the current one, a few rows at a
 * time beside the running service. `left: false` in the job's result says that the older key may go.
 */
export async function resealSecrets(ctx: Pick<Ports, 'sql' | 'vault'>): Promise<ResealReport> {
  let resealed = 0
  for (const keyId of ctx.vault.formerKeyIds) {
    for (const column of SEALED) {
      for (;;) {
        const done = await resealBatch(ctx, column, keyId)
        resealed += done
        if (resealed >= MOST) return { resealed, left: true }
        if (done < BATCH) break
      }
    }
  }
  return { resealed, left: false }
}

async function resealBatch(
  ctx: Pick<Ports, 'sql' | 'vault'>,
  column: SealedColumn,
  keyId: string,
): Promise<number> {
  const rows = await listSealed(ctx.sql, column, { keyId, limit: BATCH })
  for (const { id, sealed } of rows) {
    const plain = await ctx.vault.decrypt(sealed)
    const to = await ctx.vault.encrypt(plain)
    // The digest finds other tickets of the same phone: it has a key of its own, made from the same secret.
    const digest =
      column.table === 'tickets'
        ? await phoneDigest(ctx.vault, Reporter.parse(JSON.parse(plain)).phone)
        : undefined
    await withTransaction(ctx.sql, async (tx) => {
      const replaced = await replaceSealed(tx, column, { id, from: sealed, to })
      if (replaced && digest !== undefined) await replaceDigest(tx, { id, digest })
    })
  }
  return rows.length
}
