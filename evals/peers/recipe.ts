import { readdirSync, readFileSync } from 'node:fs'
import { BM25Retriever } from '@langchain/community/retrievers/bm25'
import { MemoryVectorStore } from '@langchain/classic/vectorstores/memory'
import { Document } from '@langchain/core/documents'
import { Embeddings } from '@langchain/core/embeddings'
import { PromptTemplate } from '@langchain/core/prompts'
import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters'
import type { EmbeddingModel } from '../../src/llm/index.ts'
import { tokenise } from '../../src/retrieval/index.ts'
import { projectedTfIdf } from '../bench/projected-tf-idf.ts'

// The recipe people start with: cut the files, find the nearest pieces, put them all into one prompt. No gate, no checks.

/** The splitter's own defaults; four pieces are what the retrievers return unless told otherwise. */
const SPLIT = { chunkSize: 1000, chunkOverlap: 200 }
const PIECES = 4

export const STUFF = PromptTemplate.fromTemplate(
  `Use the following pieces of context to answer the question at the end. If you don't know the answer, just say that you don't know, don't try to make up an answer. Answer in Chinese.

{context}

Question: {question}
Helpful Answer:`,
)

export type Retriever = { name: string; find(question: string): Promise<string[]> }

function readKnowledge(): string[] {
  const root = new URL('../../knowledge/', import.meta.url)
  return ['laws/', 'guides/', 'press/'].flatMap((folder) =>
    readdirSync(new URL(folder, root))
      .filter((name) => name.endsWith('.md'))
      .map((name) => readFileSync(new URL(`${folder}${name}`, root), 'utf8')),
  )
}

/** LangChain's BM25 finds terms as substrings of ASCII words: fixed-width codes give it our tokens. */
function coder(): (text: string) => string {
  const codes = new Map<string, string>()
  return (text) =>
    tokenise(text)
      .map((token) => {
        const code = codes.get(token) ?? `t${codes.size.toString(36).padStart(5, '0')}`
        codes.set(token, code)
        return code
      })
      .join(' ')
}

class PortEmbeddings extends Embeddings {
  readonly #model: EmbeddingModel

  constructor(model: EmbeddingModel) {
    super({})
    this.#model = model
  }

  embedDocuments(texts: string[]): Promise<number[][]> {
    return this.#model.embed(texts)
  }

  async embedQuery(text: string): Promise<number[]> {
    const [vector] = await this.#model.embed([text])
    if (vector === undefined) throw new Error('no vector for the question')
    return vector
  }
}

/** Without an embedding endpoint the vectors are made from the text, and are named so. */
export async function plainRetrievers(model: EmbeddingModel | undefined): Promise<Retriever[]> {
  const splitter = new RecursiveCharacterTextSplitter(SPLIT)
  const pieces = await splitter.createDocuments(readKnowledge())
  const code = coder()
  const coded = pieces.map(
    ({ pageContent }, at) => new Document({ pageContent: code(pageContent), metadata: { at } }),
  )
  const bm25 = BM25Retriever.fromDocuments(coded, { k: PIECES })
  const embeddings = new PortEmbeddings(model ?? projectedTfIdf(256))
  const vectors = await MemoryVectorStore.fromDocuments(pieces, embeddings)
  return [
    {
      name: 'LangChain splitter + BM25 (our tokens) + stuff prompt',
      async find(question) {
        const found = await bm25.invoke(code(question))
        return found.map(({ metadata }) => pieces[Number(metadata['at'])]?.pageContent ?? '')
      },
    },
    {
      name: `LangChain splitter + memory vectors (${model?.name ?? 'projected tf-idf'}) + stuff prompt`,
      async find(question) {
        const found = await vectors.similaritySearch(question, PIECES)
        return found.map(({ pageContent }) => pageContent)
      },
    },
  ]
}
