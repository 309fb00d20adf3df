import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseLexicon, replaceLexicon, type LexiconEntry } from '../retrieval/index.ts'
import type { Problem } from './document.ts'
import type { IngestContext } from './ingest-context.ts'
import { hashBytes } from './read-source.ts'
import { readSourceHashes, saveSourceHash } from './store.ts'

const URI = 'lexicon'
const VERSION = 1

/** The editors' table of everyday and official words into the database, where both runtimes read it. */
export async function syncLexicon(ctx: IngestContext, directory: string): Promise<Problem[]> {
  const path = join(directory, 'tables', 'lexicon.tsv')
  if (!existsSync(path)) return []
  const bytes = readFileSync(path)
  const hash = hashBytes(bytes)
  if ((await readSourceHashes(ctx.sql, [URI])).get(URI) === `${hash}:${VERSION}`) return []
  const lines = parseLexicon(bytes.toString('utf8'))
  const entries = lines.flatMap((line): LexiconEntry[] => ('problem' in line ? [] : [line]))
  const problems = lines.flatMap((line): Problem[] =>
    'problem' in line
      ? [{ file: 'tables/lexicon.tsv', field: `line ${line.line}`, message: line.problem }]
      : [],
  )
  await replaceLexicon(ctx.sql, entries)
  if (problems.length === 0) {
    await saveSourceHash(ctx.sql, { uri: URI, hash, parserVersion: VERSION, at: ctx.clock.now() })
  }
  return problems
}
