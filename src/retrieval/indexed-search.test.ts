import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deleteDocument, embedChunks, ingestPath } from '../ingestion/index.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import {
  knowledgeContext,
  markdown,
  testFolder,
  type KnowledgeContext,
} from '../testing/knowledge.ts'
import { retrievePassages } from './index.ts'
import { weighDocument } from './bm25.ts'
import { formatSparse, termPlace } from './terms.ts'

// The corpus of this file has its HNSW indexes, as one past 20,000 chunks has; 1 % of it is about the resident's city.

let database: TestDatabase
let ctx: KnowledgeContext
const HERE = 20
/** What a turn asks for. */
const READ = 8

beforeAll(async () => {
  database = await testDatabase()
  ctx = knowledgeContext(database.sql)
  const folder = testFolder()
  const lines = (count: number, place: string): string =>
    Array.from({ length: count }, (_, at) =>
      JSON.stringify({
        id: `${place}${at}`,
        title: `${place}养犬通告${at}`,
        content: `${place}养犬登记第${at}号窗口，携犬出户应当束犬链。`,
      }),
    ).join('\n')
  await ingestPath(ctx, {
    path: folder.write('there.jsonl', lines(1980, '他市')),
    defaults: { jurisdiction: '310000' },
  })
  await ingestPath(ctx, {
    path: folder.write('here.jsonl', lines(HERE, '本市')),
    defaults: { jurisdiction: '420100' },
  })
  await database.sql`select build_chunk_indexes()`
  folder.remove()
}, 120_000)
afterAll(() => database.close())

describe('search by index', () => {
  it('R-KB-2: a place that holds 1 % of the corpus still fills the list, and with nothing else', async () => {
    const { passages } = await retrievePassages(ctx, {
      question: '养犬登记在哪个窗口',
      limit: HERE,
    })
    expect(passages).toHaveLength(HERE)
    expect(new Set(passages.map(({ jurisdiction }) => jurisdiction))).toEqual(new Set(['4201']))
  })

  it('bug class 4: goes by the index, not row by row', async () => {
    const query = formatSparse(weighDocument({ title: '', text: '养犬登记' }).weights)
    const plan = await database.sql.begin(async (tx) => {
      const [row] = await tx<
        { horizon: string }[]
      >`select last_chunk_id as horizon from search_horizon`
      const horizon = Number(row?.horizon)
      await tx`select set_config('enable_sort', 'off', true), set_config('enable_material', 'off', true)`
      return tx<{ 'QUERY PLAN': string }[]>`
        explain select c.id from chunks c
        join documents_for('2026-11-23', '4201', null, false) d on d.id = c.document_id and d.generation = c.generation
        where c.id <= ${tx.unsafe(String(horizon))} order by c.lexical <#> ${query}::sparsevec limit 20`
    })
    const text = plan.map((row) => row['QUERY PLAN']).join('\n')
    expect(text).toContain('Index Scan using chunks_words_')
    expect(text).not.toContain('Seq Scan on chunks')
  })

  it('R-KB-2: the vectors of a place that holds 1 % of the corpus fill their list too, by their index', async () => {
    // Every vector of the other place is nearer to the question than any of this one.
    const near = (text: string): number[] => {
      const noise = Array.from({ length: 16 }, (_, at) => Math.sin(termPlace(text) * (at + 1)))
      const [there, here] = text.includes('他市') ? [9, 0] : text.includes('本市') ? [6, 6] : [9, 0]
      return [there, here, ...(text === 'zzz' ? noise.fill(0) : noise)]
    }
    const embeddingModel = {
      name: 'near',
      embed: async (texts: readonly string[]) => texts.map(near),
    }
    await embedChunks({ ...ctx, embeddingModel })
    await database.sql`select build_embedding_index(id) from embedding_models`
    const { passages, trace } = await retrievePassages(
      { ...ctx, embeddingModel },
      { question: 'zzz', limit: READ },
    )
    expect(trace.mode).toBe('hybrid')
    expect(passages).toHaveLength(READ)
    expect(new Set(passages.map(({ jurisdiction }) => jurisdiction))).toEqual(new Set(['4201']))
    const [settings] = await database.sql<{ config: string[] }[]>`
      select proconfig as config from pg_proc where proname = 'search_embeddings'`
    expect(String(settings?.config)).toContain('hnsw.iterative_scan=strict_order')
  })

  it('what is published after the index was built is found at once, and at its rank', async () => {
    const folder = testFolder()
    await ingestPath(ctx, {
      path: folder.write(
        'new.md',
        markdown(
          { id: 'new', title: '养犬登记新窗口', jurisdiction: '420100' },
          '## 窗口\n养犬登记在新窗口办理。',
        ),
      ),
    })
    folder.remove()
    const { passages } = await retrievePassages(ctx, {
      question: '养犬登记在哪个窗口',
      limit: HERE + 1,
    })
    expect(passages).toHaveLength(HERE + 1)
    expect(passages.map(({ title }) => title).indexOf('养犬登记新窗口')).toBeLessThan(3)
    await deleteDocument(ctx, { slug: 'new' })
  })

  it('bug class 1: a withdrawn document is gone from the index lists at once', async () => {
    await database.sql`update documents set effective_to = '2026-01-01' where title = '本市养犬通告7'`
    const { passages } = await retrievePassages(ctx, {
      question: '养犬登记在哪个窗口',
      limit: HERE,
    })
    expect(passages).toHaveLength(HERE - 1)
    expect(passages.map(({ title }) => title)).not.toContain('本市养犬通告7')
  })
})
