import { inverseFrequency, MAXIMUM_SATURATION, type TermStatistics } from './bm25.ts'
import { voteByExamples, type ExampleVotes } from './example-questions.ts'
import type { RankingModel } from './ranking-model.ts'
import { articlePlace, kindPlace, sourcePlace } from './source.ts'
import { mapQueryVector, sumTermVectors } from './static-embedding.ts'
import { countTerms, cutTerms, termPlace, type TermWeights } from './terms.ts'
import { countTokens, isSingleUnit, tokenise } from './tokens.ts'

/** All that search needs to know of a question, as inner products with what the store keeps. */
export type QueryPlan = {
  /** List 1: BM25, priors of sources and votes of examples in one product. */
  readonly lexical: TermWeights
  /** The part of BM25 that single characters give: a second product on the candidates. */
  readonly unigram: TermWeights
  /** List 2, on the vectors of `embedDocument`. */
  readonly dense: Float32Array
  /** No document can score more than this by its words: scores are divided by it. */
  readonly maximum: number
  readonly votes: ExampleVotes
}

/** How much a source's prior and an example's vote count beside the share of BM25 reached. */
export const PRIOR_WEIGHT = 0.012
export const VOTE_WEIGHT = 0.25
export const voteStrength = (similarity: number): number => VOTE_WEIGHT * similarity ** 1.5

export function planQuery(
  question: string,
  statistics: TermStatistics,
  model: RankingModel,
): QueryPlan {
  const words = new Map<number, number>()
  const unigram = new Map<number, number>()
  let maximum = 0
  for (const [token, count] of countTokens(tokenise(question))) {
    const place = termPlace(token)
    const weight = count * inverseFrequency(statistics, place)
    words.set(place, (words.get(place) ?? 0) + weight)
    if (isSingleUnit(token)) unigram.set(place, weight)
    maximum += weight * MAXIMUM_SATURATION
  }
  const votes = voteByExamples(model.examples, question)
  return {
    lexical: cutTerms(addBelonging(words, maximum, votes, model)),
    unigram: cutTerms(unigram),
    dense: mapQueryVector(
      model.embedding,
      sumTermVectors(model.embedding, countTerms(tokenise(question))),
    ),
    maximum,
    votes,
  }
}

function addBelonging(
  words: ReadonlyMap<number, number>,
  maximum: number,
  votes: ExampleVotes,
  model: RankingModel,
): Map<number, number> {
  const weights = new Map(words)
  for (const [kind, prior] of model.kinds)
    weights.set(kindPlace(kind), PRIOR_WEIGHT * maximum * prior)
  for (const [source, gain] of model.sources) {
    weights.set(sourcePlace(source), PRIOR_WEIGHT * maximum * gain)
  }
  for (const [article, similarity] of votes.articles) {
    weights.set(articlePlace(article), maximum * voteStrength(similarity))
  }
  return weights
}
