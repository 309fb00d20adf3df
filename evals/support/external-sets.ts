import { createReadStream, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

// External sets are read where they lie. Formats: ours (id, name, content, 4-column qrels) and BEIR's own
// (_id, title, text, 3-column qrels with a header).

export type ExternalQuery = { id: string; text: string; record: Readonly<Record<string, unknown>> }

function openLines(path: string): AsyncIterable<string> {
  const file = createReadStream(path)
  const input: Readable = path.endsWith('.gz') ? file.pipe(createGunzip()) : file
  return createInterface({ input, crlfDelay: Infinity })
}

export async function readJsonLines(path: string): Promise<Record<string, unknown>[]> {
  const records: Record<string, unknown>[] = []
  for await (const line of openLines(path)) {
    const text = line.replace(/^\uFEFF/, '').trim()
    if (text === '') continue
    const record: unknown = JSON.parse(text)
    if (typeof record === 'object' && record !== null) records.push({ ...record })
  }
  return records
}

export async function readQueries(path: string): Promise<ExternalQuery[]> {
  const records = await readJsonLines(path)
  return records.map((record) => ({
    id: String(record['id'] ?? record['_id']),
    text: String(record['text'] ?? ''),
    record,
  }))
}

/** query → relevant documents, from three columns or TREC's four; a judgement of 0 is "looked at and not relevant". */
export async function readQrels(path: string): Promise<Map<string, Set<string>>> {
  const qrels = new Map<string, Set<string>>()
  for await (const line of openLines(path)) {
    // An id may hold a space, so only a file without tabs is cut at spaces.
    const columns = line.trim().split(line.includes('\t') ? '\t' : /\s+/)
    const [query, document, grade] =
      columns.length === 4 ? [columns[0], columns[2], columns[3]] : columns
    if (query === undefined || document === undefined || !(Number(grade) > 0)) continue
    qrels.set(query, (qrels.get(query) ?? new Set()).add(document))
  }
  return qrels
}

export type RetrievalSet = {
  corpus: string
  queries: ExternalQuery[]
  qrels: Map<string, Set<string>>
}

function filesMatching(directory: string, pattern: RegExp): string[] {
  if (!existsSync(directory)) return []
  return readdirSync(directory)
    .filter((name) => pattern.test(name))
    .toSorted()
    .map((name) => join(directory, name))
}

/** corpus.jsonl[.gz], queries*.jsonl, qrels*.tsv (or qrels/*.tsv); queries without a judgement are left out. */
export async function readRetrievalSet(directory: string): Promise<RetrievalSet> {
  const [corpus] = filesMatching(directory, /^corpus\.jsonl(\.gz)?$/)
  const qrelFiles = [
    ...filesMatching(directory, /^qrels.*\.tsv(\.gz)?$/),
    ...filesMatching(join(directory, 'qrels'), /\.tsv(\.gz)?$/),
  ]
  if (corpus === undefined || qrelFiles.length === 0) {
    throw new Error(`${directory} has no corpus.jsonl[.gz] or no qrels*.tsv`)
  }
  const qrels = new Map<string, Set<string>>()
  for (const file of qrelFiles)
    for (const [query, documents] of await readQrels(file)) {
      qrels.set(query, new Set([...(qrels.get(query) ?? []), ...documents]))
    }
  // A set may be published whole and in parts: each question is asked once.
  const queries = new Map<string, ExternalQuery>()
  for (const file of filesMatching(directory, /^queries.*\.jsonl(\.gz)?$/)) {
    for (const query of await readQueries(file))
      if (qrels.has(query.id)) queries.set(query.id, query)
  }
  return { corpus, queries: [...queries.values()], qrels }
}
