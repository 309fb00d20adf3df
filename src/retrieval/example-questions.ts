import { tokenise } from './tokens.ts'

/** A question that was answered, with the articles that answer it: `劳动合同法#第47条`. */
export type ExampleQuestion = { readonly question: string; readonly articles: readonly string[] }

export type ExampleIndex = {
  readonly examples: readonly ExampleQuestion[]
  /** For each token the examples that have it, by their place in `examples`, and its share of each one's length. */
  readonly postings: ReadonlyMap<string, readonly { at: number; weight: number }[]>
  readonly rarity: (token: string) => number
  /** How often each article answered. */
  readonly answers: ReadonlyMap<string, number>
}

/** What similar questions say about a new one, by article and by source. */
export type ExampleVotes = {
  readonly articles: ReadonlyMap<string, number>
  readonly sources: ReadonlyMap<string, number>
}

const NEAREST = 20

export const articleSource = (article: string): string => article.slice(0, article.lastIndexOf('#'))

export function indexExamples(examples: readonly ExampleQuestion[]): ExampleIndex {
  const frequencies = new Map<string, number>()
  const answers = new Map<string, number>()
  for (const { question, articles } of examples) {
    for (const token of new Set(tokenise(question))) {
      frequencies.set(token, (frequencies.get(token) ?? 0) + 1)
    }
    for (const article of articles) answers.set(article, (answers.get(article) ?? 0) + 1)
  }
  const rarity = (token: string) =>
    Math.log(1 + examples.length / ((frequencies.get(token) ?? 0) + 0.5))
  const postings = new Map<string, { at: number; weight: number }[]>()
  for (const [at, { question }] of examples.entries()) {
    for (const [token, weight] of unitWeights(question, rarity)) {
      const known = postings.get(token)
      if (known === undefined) postings.set(token, [{ at, weight }])
      else known.push({ at, weight })
    }
  }
  return { examples, postings, rarity, answers }
}

function unitWeights(question: string, rarity: (token: string) => number): Map<string, number> {
  const weights = new Map<string, number>()
  for (const token of tokenise(question)) {
    weights.set(token, (weights.get(token) ?? 0) + rarity(token))
  }
  const length = Math.hypot(...weights.values()) || 1
  return new Map([...weights].map(([token, weight]) => [token, weight / length]))
}

export function voteByExamples(index: ExampleIndex, question: string): ExampleVotes {
  // The cosine to every example at once: only the few that share a token are touched.
  const similarities = index.examples.map(() => 0)
  for (const [token, asked] of unitWeights(question, index.rarity)) {
    for (const { at, weight } of index.postings.get(token) ?? []) {
      similarities[at] = (similarities[at] ?? 0) + asked * weight
    }
  }
  const nearest = index.examples
    .map((example, at) => ({ example, similarity: similarities[at] ?? 0 }))
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, NEAREST)
  const articles = new Map<string, number>()
  const sources = new Map<string, number>()
  for (const { example, similarity } of nearest) {
    for (const article of example.articles) {
      articles.set(article, Math.max(articles.get(article) ?? 0, similarity))
      const source = articleSource(article)
      sources.set(source, (sources.get(source) ?? 0) + similarity / example.articles.length)
    }
  }
  return { articles, sources }
}
