import type { Sql } from '../db/client.ts'
import { withTransaction } from '../db/client.ts'
import type { LexiconEntry } from './lexicon.ts'

/** An edit shows within half a minute; a question does not pay for reading what did not change. */
const KEPT_MS = 30_000

const kept = new WeakMap<Sql, { at: number; entries: Promise<LexiconEntry[]> }>()

export function readLexicon(sql: Sql): Promise<LexiconEntry[]> {
  const known = kept.get(sql)
  if (known !== undefined && performance.now() - known.at < KEPT_MS) return known.entries
  const entries = queryLexicon(sql)
  kept.set(sql, { at: performance.now(), entries })
  // A failed read must not be remembered.
  entries.catch(() => kept.delete(sql))
  return entries
}

async function queryLexicon(sql: Sql): Promise<LexiconEntry[]> {
  return [...(await sql<LexiconEntry[]>`select everyday, official from lexicon order by everyday`)]
}

export async function replaceLexicon(sql: Sql, entries: readonly LexiconEntry[]): Promise<void> {
  await withTransaction(sql, async (tx) => {
    await tx`delete from lexicon`
    await tx`
      insert into lexicon (everyday, official)
      select everyday, official from jsonb_to_recordset(${tx.json(entries)}::jsonb) as row (everyday text, official jsonb)`
  })
  kept.delete(sql)
}
