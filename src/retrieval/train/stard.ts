import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'

export type StardDocument = { readonly id: string; readonly title: string; readonly text: string }
export type StardQuestion = {
  readonly id: string
  readonly text: string
  readonly answer: string
  /** Positions of the right articles in `documents`. */
  readonly relevant: readonly number[]
}
export type Stard = {
  readonly documents: readonly StardDocument[]
  readonly questions: readonly StardQuestion[]
}

const Document = z.object({ id: z.string(), name: z.string(), content: z.string() })
const Question = z.object({ id: z.string(), text: z.string() })
const Answer = z.object({ id: z.string(), answer: z.string() })

/** The committed split: a quarter of the questions is never fitted on, only reported. */
export function isReported(questionId: string): boolean {
  return hashOf(questionId) % 4 === 0
}

/** Folds inside the fitted part, from other digits of the same hash. */
export function foldOf(questionId: string, folds: number): number {
  return Math.floor(hashOf(questionId) / 4) % folds
}

function hashOf(text: string): number {
  return Number.parseInt(createHash('md5').update(text).digest('hex').slice(0, 8), 16)
}

function readLines<T>(path: string, schema: z.ZodType<T>): T[] {
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  return (
    text
      .split('\n')
      .filter((line) => line !== '')
      // Python wrote missing keywords as NaN, which is no JSON.
      .map((line) => schema.parse(JSON.parse(line.replace(/: NaN\}$/u, ': null}'))))
  )
}

export function readStard(folder: string): Stard {
  const documents = readLines(join(folder, 'corpus.jsonl.gz'), Document)
  const positions = new Map(documents.map(({ id }, at) => [id, at]))
  const answers = new Map(
    readLines(join(folder, 'answers.dev.jsonl'), Answer).map(({ id, answer }) => [id, answer]),
  )
  const relevant = new Map<string, number[]>()
  for (const line of readFileSync(join(folder, 'qrels.dev.tsv'), 'utf8').split('\n')) {
    const [query = '', , document = ''] = line.split('\t')
    const at = positions.get(document)
    if (at !== undefined) relevant.set(query, [...(relevant.get(query) ?? []), at])
  }
  return {
    documents: documents.map(({ id, name, content }) => ({ id, title: name, text: content })),
    questions: readLines(join(folder, 'queries.dev.jsonl'), Question).map(({ id, text }) => ({
      id,
      text,
      answer: answers.get(id) ?? '',
      relevant: relevant.get(id) ?? [],
    })),
  }
}
