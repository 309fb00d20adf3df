import type { Ports } from '../ports.ts'
import { errorFields } from '../shared/logger.ts'
import { claimSource, saveParsed, saveUnreadable } from './version-store.ts'

const LEASE_MS = 120_000

type ParseContext = Pick<Ports, 'sql' | 'clock' | 'logger' | 'stageDocument'>

/** Parses one waiting version, or the oldest; false when none waits or this process cannot read documents. */
export async function parseVersion(ctx: ParseContext, id: string | null): Promise<boolean> {
  if (ctx.stageDocument === undefined) return false
  const at = ctx.clock.now()
  const until = new Date(at.getTime() + LEASE_MS)
  const claimed = await claimSource(ctx.sql, { id, at, until })
  if (claimed === undefined) return false
  const { id: versionId, sourceKind, sourceName, bytes, edits } = claimed
  try {
    const result = await ctx.stageDocument({
      slug: versionId,
      source:
        sourceKind === 'url'
          ? { kind: 'url', url: sourceName }
          : { kind: 'file', name: sourceName, bytes: bytes ?? new Uint8Array() },
      edits,
    })
    if (!result.ok) await saveUnreadable(ctx.sql, { id: versionId, problems: result.problems })
    else {
      const { documentId, fields } = result
      const title = typeof fields['title'] === 'string' ? fields['title'] : sourceName
      await saveParsed(ctx.sql, { id: versionId, title, fields: { ...fields }, documentId })
    }
  } catch (error) {
    // A parser that trips over a file is a fact about the file: the editor has to see it.
    ctx.logger.log('error', 'knowledge.parse_failed', { version: versionId, ...errorFields(error) })
    const problems = [{ field: null, message: 'the file could not be read' }]
    await saveUnreadable(ctx.sql, { id: versionId, problems })
  }
  return true
}

/** The job that reads what was uploaded where documents cannot be read. */
export async function parseWaitingVersions(ctx: ParseContext): Promise<{ parsed: number }> {
  let parsed = 0
  while (parsed < 20 && (await parseVersion(ctx, null))) parsed += 1
  return { parsed }
}
