import { tokenise } from './tokens.ts'

/** A question that was answered, with the articles that answer it: `劳动合同法#第47条`. */
export type ExampleQuestion = { readonly question: string; readonly articles: readonly string[] }

type WeighedExample = {
  readonly weights: ReadonlyMap<string, number>
  readonly example: ExampleQuestion
}

export type ExampleIndex = {
  readonly examples: readonly WeighedExample[]
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
  return {
    examples: examples.map((example) => ({
      example,
      weights: unitWeights(example.question, rarity),
    })),
    rarity,
    answers,
  }
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
  const asked = unitWeights(question, index.rarity)
  const nearest = index.examples
    .map(({ example, weights }) => ({ example, similarity: cosine(asked, weights) }))
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

function cosine(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const [token, weight] of left) sum += weight * (right.get(token) ?? 0)
  return sum
}
