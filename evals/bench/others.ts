import MiniSearch from 'minisearch'
import { Document } from '@langchain/core/documents'
import { tokenise } from '../../src/retrieval/index.ts'
import { openPrivateDatabase } from '../support/private-database.ts'
import { projectedTfIdf } from './projected-tf-idf.ts'
import type { BenchDocument } from './corpus.ts'
import type { Engine } from './engine.ts'

const textOf = ({ name, content }: BenchDocument): string => `${name}\n${content}`

/** LangChain's retriever finds terms as substrings of ASCII words: fixed-width codes make our tokens such words. */
function asciiWords(text: string, codes: Map<string, string>): string {
  return tokenise(text)
    .map((token) => {
      const code = codes.get(token) ?? `t${codes.size.toString(36).padStart(5, '0')}`
      codes.set(token, code)
      return code
    })
    .join(' ')
}

export function langchainBm25(withOurTokens: boolean): Engine {
  let documents: Document[] = []
  const codes = new Map<string, string>()
  const prepare = (text: string): string => (withOurTokens ? asciiWords(text, codes) : text)
  return {
    name: withOurTokens ? 'LangChain BM25, our tokens' : 'LangChain BM25, raw',
    index: async (entries) => {
      documents = entries.map(
        (entry) =>
          new Document({ pageContent: prepare(textOf(entry)), metadata: { id: entry.id } }),
      )
    },
    search: async (question, limit) => {
      const { BM25Retriever } = await import('@langchain/community/retrievers/bm25')
      const retriever = BM25Retriever.fromDocuments(documents, { k: limit })
      const found = await retriever.invoke(prepare(question))
      return found.map((document) => String(document.metadata['id']))
    },
    bytes: async () => null,
    close: async () => void (documents = []),
  }
}

export function miniSearch(): Engine {
  const index = new MiniSearch<{ id: string; text: string }>({
    fields: ['text'],
    tokenize: tokenise,
    processTerm: (term) => term,
  })
  return {
    name: 'MiniSearch, our tokens',
    index: async (documents) =>
      index.addAll(documents.map((document) => ({ id: document.id, text: textOf(document) }))),
    search: async (question, limit) =>
      index
        .search(question, { combineWith: 'OR' })
        .slice(0, limit)
        .map((hit) => String(hit.id)),
    bytes: async () => null,
    close: async () => index.removeAll(),
  }
}

/** What Postgres offers without an extension, fed with our tokens because its own parser takes a sentence for a word. */
export async function textSearch(url: string | undefined): Promise<Engine> {
  const { sql, kind, close } = await openPrivateDatabase(url ?? '')
  const quote = (token: string): string => `'${token.replaceAll(/['\\]/g, '')}'`
  await sql`create table texts (id text primary key, words tsvector not null)`
  return {
    name: `tsvector + ts_rank_cd on ${kind === 'embedded' ? 'PGlite' : 'Postgres'}`,
    index: async (documents) => {
      for (let at = 0; at < documents.length; at += 500) {
        const rows = documents.slice(at, at + 500).map((document) => ({
          id: document.id,
          words: tokenise(textOf(document))
            .slice(0, 16_000)
            .map((token, place) => `${quote(token)}:${Math.min(16_383, place + 1)}`)
            .join(' '),
        }))
        await sql`insert into texts select id, words::tsvector
          from jsonb_to_recordset(${sql.json(rows)}::jsonb) as row (id text, words text)`
      }
      await sql`create index on texts using gin (words)`
      await sql`analyze texts`
    },
    search: async (question, limit) => {
      const query = [...new Set(tokenise(question))].map(quote).join(' | ')
      if (query === '') return []
      const rows = await sql<{ id: string }[]>`
        select id from texts, to_tsquery('simple', ${query}) as query
        where words @@ query order by ts_rank_cd(words, query) desc limit ${limit}`
      return rows.map((row) => row.id)
    },
    bytes: async () => {
      const [row] = await sql<{ bytes: string }[]>`select pg_total_relation_size('texts') as bytes`
      return Number(row?.bytes ?? 0)
    },
    close,
  }
}

/** Every vector compared with the question's: no index, no filter. */
export async function exactVectors(url: string | undefined, dimensions: number): Promise<Engine> {
  const { sql, kind, close } = await openPrivateDatabase(url ?? '')
  const model = projectedTfIdf(dimensions)
  await sql`create table vectors (id text primary key, embedding vector not null)`
  await sql`alter table vectors alter column embedding set storage plain`
  return {
    name: `exact vector scan (${model.name}) on ${kind === 'embedded' ? 'PGlite' : 'Postgres'}`,
    index: async (documents) => {
      for (let at = 0; at < documents.length; at += 200) {
        const part = documents.slice(at, at + 200)
        const vectors = await model.embed(part.map(textOf))
        const rows = part.map(({ id }, row) => ({ id, embedding: JSON.stringify(vectors[row]) }))
        await sql`insert into vectors select id, embedding::vector
          from jsonb_to_recordset(${sql.json(rows)}::jsonb) as row (id text, embedding text)`
      }
      await sql`analyze vectors`
    },
    search: async (question, limit) => {
      const [vector] = await model.embed([question])
      const rows = await sql<{ id: string }[]>`
        select id from vectors order by embedding <=> ${JSON.stringify(vector)}::vector limit ${limit}`
      return rows.map((row) => row.id)
    },
    bytes: async () => {
      const [row] = await sql<
        { bytes: string }[]
      >`select pg_total_relation_size('vectors') as bytes`
      return Number(row?.bytes ?? 0)
    },
    close,
  }
}
