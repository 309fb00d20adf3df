import { parseArgs } from 'node:util'
import { mean, percentile, recallAt, reciprocalRankAt } from '../scorers/ir.ts'
import { benchCorpus, type BenchCorpus } from './corpus.ts'
import type { Engine } from './engine.ts'
import { measureHybrid } from './hybrid.ts'
import { exactVectors, langchainBm25, miniSearch, textSearch } from './others.ts'
import { ourEngine } from './ours.ts'

/** An engine that needs longer than this for its questions is measured on those it managed. */
const MOST_SEARCH_MS = 60_000
const WARM_UP = 5
/** Past these sizes the engine is left out: an embedded database is for small places, a scan per question is not. */
const LARGEST_EMBEDDED = 60_000
const LARGEST_SCAN = 60_000

type Row = {
  size: number
  engine: string
  questions: number
  /** Missing where the engine was too slow to answer every question: a part of them is another test. */
  'R@10': number | null
  'MRR@10': number | null
  p50_ms: number
  p95_ms: number
  index_s: number
  index_mb: number | null
  rss_mb: number
}

const round = (value: number): number => Number(value.toFixed(3))

async function measure(engine: Engine, corpus: BenchCorpus): Promise<Row> {
  const began = performance.now()
  await engine.index(corpus.documents)
  const indexSeconds = (performance.now() - began) / 1000
  for (const query of corpus.queries.slice(0, WARM_UP)) await engine.search(query.text, 10)
  const times: number[] = []
  const scored: { ranked: string[]; relevant: Set<string> }[] = []
  const searching = performance.now()
  for (const query of corpus.queries) {
    const started = performance.now()
    const ranked = await engine.search(query.text, 10)
    times.push(performance.now() - started)
    scored.push({ ranked, relevant: corpus.qrels.get(query.id) ?? new Set() })
    if (performance.now() - searching > MOST_SEARCH_MS) break
  }
  const bytes = await engine.bytes()
  const complete = scored.length === corpus.queries.length
  return {
    size: corpus.documents.length,
    engine: engine.name,
    questions: scored.length,
    'R@10': complete ? round(mean(scored.map((query) => recallAt(10, query)))) : null,
    'MRR@10': complete ? round(mean(scored.map((query) => reciprocalRankAt(10, query)))) : null,
    p50_ms: Number(percentile(times, 0.5).toFixed(1)),
    p95_ms: Number(percentile(times, 0.95).toFixed(1)),
    index_s: Number(indexSeconds.toFixed(1)),
    index_mb: bytes === null ? null : Math.round(bytes / 1_048_576),
    rss_mb: Math.round(process.memoryUsage.rss() / 1_048_576),
  }
}

type Making = { name: string; make: () => Engine | Promise<Engine> }

function enginesFor(size: number, server: string | undefined): Making[] {
  const engines: Making[] = []
  if (size <= LARGEST_EMBEDDED)
    engines.push({ name: 'ours-pglite', make: () => ourEngine(undefined) })
  if (server !== undefined) {
    engines.push({ name: 'ours-postgres', make: () => ourEngine(server) })
    engines.push({ name: 'tsvector', make: () => textSearch(server) })
    engines.push({ name: 'vectors', make: () => exactVectors(server, 256) })
  } else if (size <= LARGEST_EMBEDDED) {
    engines.push({ name: 'tsvector', make: () => textSearch(undefined) })
    engines.push({ name: 'vectors', make: () => exactVectors(undefined, 256) })
  }
  engines.push({ name: 'minisearch', make: miniSearch })
  if (size <= LARGEST_SCAN) {
    engines.push({ name: 'langchain-raw', make: () => langchainBm25(false) })
    engines.push({ name: 'langchain-tokens', make: () => langchainBm25(true) })
  }
  return engines
}

function printTable(rows: readonly Row[]): void {
  const columns = [
    'size',
    'engine',
    'questions',
    'R@10',
    'MRR@10',
    'p50_ms',
    'p95_ms',
    'index_s',
    'index_mb',
    'rss_mb',
  ] as const
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`
  process.stdout.write(line(columns) + line(columns.map(() => '---')))
  for (const row of rows)
    process.stdout.write(line(columns.map((column) => String(row[column] ?? ''))))
}

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    beir: { type: 'string' },
    sizes: { type: 'string', default: '1000,10000,60000,200000' },
    engines: { type: 'string' },
    queries: { type: 'string', default: '203' },
    /** `--hybrid 100000`: the two-list search over vectors of 1,024 dimensions, and its recall of exact search. */
    hybrid: { type: 'string' },
  },
})
if (values.beir === undefined) throw new Error('retrieval: --beir <dir> is missing')
const server = process.env['DATABASE_URL']
const questions = Number(values.queries)
if (values.hybrid === undefined) {
  const wanted = values.engines?.split(',')
  const rows: Row[] = []
  for (const size of values.sizes.split(',').map(Number)) {
    const corpus = await benchCorpus(values.beir, size, questions)
    for (const { name, make } of enginesFor(size, server)) {
      if (wanted !== undefined && !wanted.includes(name)) continue
      const engine = await make()
      try {
        rows.push(await measure(engine, corpus))
        process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`)
      } finally {
        await engine.close()
      }
    }
  }
  printTable(rows)
  process.stdout.write(`${JSON.stringify({ bench: 'retrieval', rows })}\n`)
} else {
  const corpus = await benchCorpus(values.beir, Number(values.hybrid), questions)
  const result = await measureHybrid(corpus, server)
  process.stdout.write(`${JSON.stringify({ bench: 'retrieval-hybrid', ...result })}\n`)
}
