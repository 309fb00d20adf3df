import type { Ports } from '../ports.ts'
import type { DocumentView, PassageView } from '../protocol/conversations.ts'
import { localDate } from '../shared/clock.ts'
import { NotFoundError } from '../shared/errors.ts'
import { toPassageView, type Passage } from './passage.ts'
import { toResidentPath } from './place-path.ts'
import { readNeighbours, readPassages, readQuickQuestions, readSections } from './store.ts'

/** Passages by id, in the order asked for; deleted or replaced ones are left out. */
export async function loadPassages(
  ctx: Pick<Ports, 'sql' | 'clock'>,
  passageIds: readonly string[],
): Promise<Passage[]> {
  const rows = await readPassages(ctx.sql, passageIds, localDate(ctx.clock.now()))
  const byId = new Map(rows.map((row) => [row.passageId, row]))
  return passageIds.flatMap((id, at) => {
    const row = byId.get(id)
    if (row === undefined) return []
    const { chunkId: _, ...passage } = row
    const scores = { lexical: null, meaning: null, dense: null, fused: 0, rerank: null }
    return [{ ...passage, rank: at + 1, scores, outrankedBy: null }]
  })
}

export async function getPassageView(
  ctx: Pick<Ports, 'sql' | 'clock'>,
  passageId: string,
): Promise<PassageView> {
  const [passage] = await loadPassages(ctx, [passageId])
  if (passage === undefined) throw new NotFoundError('passage', passageId)
  return toPassageView(passage, await readNeighbours(ctx.sql, passage.documentId, passage.ordinal))
}

/** A law may have a thousand articles: as many as are read at once, around the one that was asked for. */
const REACH = 20

/** The document a passage stands in, around that passage; ask again by the first or last of them for more. */
export async function getDocumentView(
  ctx: Pick<Ports, 'sql' | 'clock'>,
  passageId: string,
): Promise<DocumentView> {
  const [passage] = await loadPassages(ctx, [passageId])
  if (passage === undefined) throw new NotFoundError('passage', passageId)
  const { documentId, ordinal } = passage
  const rows = await readSections(ctx.sql, { documentId, ordinal, reach: REACH + 1 })
  const shown = rows.filter((row) => Math.abs(row.ordinal - ordinal) <= REACH)
  return {
    sections: shown.map((row) => ({
      passage_id: row.passageId,
      heading: row.heading,
      text: row.text,
    })),
    more_before: rows.some((row) => row.ordinal < ordinal - REACH),
    more_after: rows.some((row) => row.ordinal > ordinal + REACH),
  }
}

export async function listQuickQuestions(
  ctx: Pick<Ports, 'sql' | 'clock' | 'config'>,
  input: { limit: number },
): Promise<string[]> {
  const filter = {
    resident: toResidentPath(ctx.config.JURISDICTION),
    day: localDate(ctx.clock.now()),
  }
  return readQuickQuestions(ctx.sql, filter, input.limit)
}
