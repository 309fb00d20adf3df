import { articleKey, sourceKey } from './source.ts'
import { PRIOR_WEIGHT, voteStrength, type QueryPlan } from './plan-query.ts'
import { FEATURES, sourcePrior, type Features, type RankingModel } from './ranking-model.ts'

/** A row of either list, with all three inner products of the query plan. */
export type Candidate = {
  readonly id: string
  readonly title: string
  readonly articleNo?: string | null
  /** Chunks of one document lie side by side: `ordinal` is the place in it. */
  readonly documentId: string
  readonly ordinal: number
  /** In tokens. */
  readonly length: number
  readonly lexical: number
  readonly unigram: number
  readonly dense: number
}

export type RankedCandidate = {
  readonly id: string
  readonly score: number
  readonly features: Features
}

const NEAR = 2
/** What meaning counts where no candidate is an article of law, beside all of them being: it was learned on those. */
const ELSEWHERE = 0.2

/** Orders the union of both lists by the learned weights. */
export function rankCandidates(
  plan: QueryPlan,
  candidates: readonly Candidate[],
  model: RankingModel,
): RankedCandidate[] {
  return readFeatures(plan, candidates, model)
    .map(({ id, features }) => ({ id, features, score: weigh(features, model.weights) }))
    .sort((a, b) => b.score - a.score)
}

function weigh(features: Features, weights: Features): number {
  return FEATURES.reduce((sum, feature) => sum + features[feature] * weights[feature], 0)
}

type Scored = {
  candidate: Candidate
  words: number
  prior: number
  vote: number
  article: string | undefined
  source: string
}

export function readFeatures(
  plan: QueryPlan,
  candidates: readonly Candidate[],
  model: RankingModel,
): { id: string; features: Features }[] {
  const keyOf = rememberKeys()
  const scored = candidates.map((candidate) =>
    scoreWords(plan, candidate, keyOf(candidate.title), model),
  )
  const trust = trustInMeaning(scored)
  const lowestMeaning = Math.min(...candidates.map(({ dense }) => dense))
  const neighbours = groupNeighbours(scored)
  const wordRank = rankBy(scored, ({ words }) => words)
  const meaningRank = rankBy(scored, ({ candidate }) => candidate.dense)
  return scored.map((entry, at) => {
    const { candidate, words, prior, vote, article, source } = entry
    const near = neighbours(entry)
    return {
      id: candidate.id,
      features: {
        words,
        characters: candidate.unigram / (plan.maximum || 1),
        prior,
        answered:
          plan.breadth *
          Math.log((article === undefined ? 0 : (model.examples.answers.get(article) ?? 0)) + 0.1),
        vote,
        sourceVote: plan.votes.sources.get(source) ?? 0,
        meaning: trust * candidate.dense,
        nearWords: trust * Math.max(0, ...near.map((other) => other.words)),
        nearMeaning: trust * Math.max(lowestMeaning, ...near.map((other) => other.candidate.dense)),
        nearVote: Math.max(0, ...near.map((other) => other.vote)),
        length: Math.log(Math.max(1, candidate.length)),
        wordRank: Math.log(1 + (wordRank[at] ?? 0)),
        meaningRank: trust * Math.log(1 + (meaningRank[at] ?? 0)),
      },
    }
  })
}

function trustInMeaning(scored: readonly Scored[]): number {
  const articles = scored.filter(({ article }) => article !== undefined).length
  return ELSEWHERE + (1 - ELSEWHERE) * (articles / Math.max(1, scored.length))
}

/** The list's product minus what the candidate's source and article added to it: BM25 as a share of the possible. */
function scoreWords(
  plan: QueryPlan,
  candidate: Candidate,
  source: string,
  model: RankingModel,
): Scored {
  const article = articleKey(candidate.title, candidate.articleNo, source)
  const prior = plan.breadth * sourcePrior(model, source)
  const vote = (article === undefined ? undefined : plan.votes.articles.get(article)) ?? 0
  const words = candidate.lexical / (plan.maximum || 1) - PRIOR_WEIGHT * prior - voteStrength(vote)
  return { candidate, words, prior, vote, article, source }
}

/** Hundreds of candidates come from few documents. */
function rememberKeys(): (title: string) => string {
  const keys = new Map<string, string>()
  return (title) => {
    const key = keys.get(title) ?? sourceKey(title)
    keys.set(title, key)
    return key
  }
}

/** Articles lie beside each other by number even where each was taken in as a document of its own. */
function positionOf({ candidate, article, source }: Scored): { group: string; at: number } {
  const number = Number(/#第(\d+)/u.exec(article ?? '')?.[1] ?? Number.NaN)
  return Number.isNaN(number)
    ? { group: candidate.documentId, at: candidate.ordinal }
    : { group: source, at: number }
}

function groupNeighbours(scored: readonly Scored[]): (entry: Scored) => Scored[] {
  const places = new Map<string, Scored[]>()
  for (const entry of scored) {
    const { group, at } = positionOf(entry)
    const key = `${group}\n${at}`
    places.set(key, [...(places.get(key) ?? []), entry])
  }
  return (entry) => {
    const { group, at } = positionOf(entry)
    const found: Scored[] = []
    for (let step = -NEAR; step <= NEAR; step += 1) {
      for (const near of places.get(`${group}\n${at + step}`) ?? []) {
        if (near !== entry) found.push(near)
      }
    }
    return found
  }
}

function rankBy<T>(items: readonly T[], value: (item: T) => number): number[] {
  const ranks = items.map(() => 0)
  items
    .map((item, at) => ({ at, value: value(item) }))
    .sort((a, b) => b.value - a.value)
    .forEach(({ at }, rank) => {
      ranks[at] = rank
    })
  return ranks
}
