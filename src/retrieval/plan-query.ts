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
  /** 0…1: how far the priors of sources count in a corpus of this size. */
  readonly breadth: number
}

/** How much a source's prior and an example's vote count beside the share of BM25 reached. */
export const PRIOR_WEIGHT = 0.012
export const VOTE_WEIGHT = 0.25
export const voteStrength = (similarity: number): number => VOTE_WEIGHT * similarity ** 1.5

/** A prior of a hundredth orders nothing, and its hundred terms make every product of a scan twice as dear. */
const LEAST_BREADTH = 0.1

/**
 * A few thousand chunks were chosen by someone for these questions, and each source may answer; in a whole collection
 * of laws most never do. The priors were learned on the latter.
 */
export function breadthOf(documents: number): number {
  const breadth = Math.min(1, Math.max(0, Math.log(documents / 5000) / Math.log(10)))
  return breadth < LEAST_BREADTH ? 0 : breadth
}

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
  const breadth = breadthOf(statistics.documents)
  const belonging = belongingWeights(model, votes, maximum, PRIOR_WEIGHT * breadth)
  return {
    lexical: cutTerms(new Map([...words, ...belonging])),
    unigram: cutTerms(unigram),
    dense: mapQueryVector(
      model.embedding,
      sumTermVectors(model.embedding, countTerms(tokenise(question))),
    ),
    maximum,
    votes,
    breadth,
  }
}

/** Priors and votes as weights of the places that say what a chunk belongs to. */
function belongingWeights(
  model: RankingModel,
  votes: ExampleVotes,
  maximum: number,
  priorWeight: number,
): Map<number, number> {
  const weights = new Map<number, number>()
  if (priorWeight > 0) {
    const scale = priorWeight * maximum
    for (const [kind, prior] of model.kinds) weights.set(kindPlace(kind), scale * prior)
    for (const [source, gain] of model.sources) weights.set(sourcePlace(source), scale * gain)
  }
  for (const [article, similarity] of votes.articles) {
    weights.set(articlePlace(article), maximum * voteStrength(similarity))
  }
  return weights
}
