import type { Sql } from '../db/client.ts'
import { listUnsentDrafts } from './staff-draft-store.ts'

const LAST_DRAFTS = 5
/** Words everybody uses come together by chance; so many characters in a row do not. */
const RUN = 6
/** Below this share a message is the person's own, and a mark of AI on it would be false (R-LBL-2). */
const LEAST_KEPT = 0.3

function lettersOf(text: string): string[] {
  return [...text.normalize('NFKC').replaceAll(/[\s\p{P}]/gu, '')]
}

/** How much of a message was taken from a draft, by the runs of characters they share. */
export function keptShare(message: string, draft: string): number {
  const letters = lettersOf(message)
  const source = lettersOf(draft).join('')
  const taken = new Set<number>()
  for (let at = 0; at + RUN <= letters.length; at += 1) {
    if (!source.includes(letters.slice(at, at + RUN).join(''))) continue
    for (let step = 0; step < RUN; step += 1) taken.add(at + step)
  }
  return letters.length === 0 ? 0 : taken.size / letters.length
}

/**
 * The draft a message stands on, by its words: what a page says about it is not asked, because a page can be wrong or
 * forget. Undefined when the person wrote it.
 */
export async function findDraftBehind(
  sql: Sql,
  input: { conversationId: string; staffId: string; text: string },
): Promise<{ id: string; kept: number } | undefined> {
  const drafts = await listUnsentDrafts(sql, { ...input, limit: LAST_DRAFTS })
  const [best] = drafts
    .map(({ id, text }) => ({ id, kept: keptShare(input.text, text) }))
    .toSorted((a, b) => b.kept - a.kept)
  return best !== undefined && best.kept >= LEAST_KEPT ? best : undefined
}
