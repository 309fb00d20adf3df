import { readJsonLines, readRetrievalSet, type ExternalQuery } from '../support/external-sets.ts'
import { isReported } from '../../src/retrieval/train/stard.ts'

export type BenchDocument = { id: string; name: string; content: string; cat: string }
export type BenchCorpus = {
  documents: BenchDocument[]
  queries: ExternalQuery[]
  qrels: Map<string, Set<string>>
}

/** The same numbers in every run, on every machine. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** A text of its own that reads alike: every seventh character or so is swapped with its neighbour. */
function perturb(text: string, random: () => number): string {
  const chars = [...text]
  for (let at = 0; at + 1 < chars.length; at += 1) {
    if (random() > 0.14) continue
    const [left = '', right = ''] = [chars[at], chars[at + 1]]
    chars[at] = right
    chars[at + 1] = left
    at += 1
  }
  return chars.join('')
}

/**
 * `size` documents that hold every answer to the questions asked: first the answers, then the rest in their order, then
 * perturbed repeats. Only questions that nothing was fitted on are asked.
 */
export async function benchCorpus(
  directory: string,
  size: number,
  mostQueries: number,
): Promise<BenchCorpus> {
  const set = await readRetrievalSet(directory)
  const queries = set.queries.filter(({ id }) => isReported(id)).slice(0, mostQueries)
  const answers = new Set(queries.flatMap(({ id }) => [...(set.qrels.get(id) ?? [])]))
  const all = (await readJsonLines(set.corpus)).map((record) => ({
    id: String(record['id']),
    name: String(record['name']),
    content: String(record['content']),
    cat: String(record['cat'] ?? ''),
  }))
  const ordered = [
    ...all.filter(({ id }) => answers.has(id)),
    ...all.filter(({ id }) => !answers.has(id)),
  ]
  const random = randomNumbers(1)
  const documents = ordered.slice(0, Math.max(size, answers.size))
  for (let at = 0; documents.length < size; at += 1) {
    const original = ordered[at % ordered.length]
    if (original === undefined) break
    documents.push({
      ...original,
      id: `${original.id}-${documents.length}`,
      content: perturb(original.content, random),
    })
  }
  return { documents, queries, qrels: set.qrels }
}
