import type { IngestContext } from './ingest-context.ts'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ingestFiles, sweepLeftovers, type IngestReport, type IngestProgress } from './ingest.ts'
import { KNOWN_EXTENSIONS } from './parse-file.ts'
import { listFiles } from './read-source.ts'
import { syncLexicon } from './sync-lexicon.ts'
import { forgetSource, listSourcesUnder, readDocumentsOfSources } from './store.ts'
import { removeDocuments } from './write-documents.ts'

const KNOWLEDGE = fileURLToPath(new URL('../../knowledge/', import.meta.url))
const PREFIX = 'knowledge/'

/** Brings the bundled documents up to date at start; a file that was taken away takes its documents with it. */
export async function syncKnowledge(
  ctx: IngestContext,
  input: { directory?: string; onProgress?: (progress: IngestProgress) => void } = {},
): Promise<IngestReport> {
  const directory = input.directory ?? KNOWLEDGE
  const all = existsSync(directory)
    ? await listFiles(directory, KNOWN_EXTENSIONS, (_, name) => PREFIX + name)
    : []
  // tables/ holds data for code (numbers, catalogue, lexicon), not text to quote.
  const files = all.filter((file) => !file.name.startsWith('tables/'))
  await sweepLeftovers(ctx)
  const present = new Set(files.map((file) => file.uri))
  for (const uri of await listSourcesUnder(ctx.sql, PREFIX)) {
    if (present.has(uri)) continue
    const documents = await readDocumentsOfSources(ctx.sql, [uri])
    await removeDocuments(
      ctx,
      documents.map((document) => document.id),
    )
    await forgetSource(ctx.sql, uri)
  }
  const { onProgress } = input
  const problems = await syncLexicon(ctx, directory)
  const report = await ingestFiles(ctx, files, { origin: 'bundled', onProgress })
  return { ...report, problems: [...problems, ...report.problems] }
}
