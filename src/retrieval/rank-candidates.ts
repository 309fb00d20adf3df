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
  /** Where it lies among what may be its neighbours. */
  group: string
  at: number
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
        nearWords: trust * highest(near, 0, ({ words: value }) => value),
        nearMeaning: trust * highest(near, lowestMeaning, (other) => other.candidate.dense),
        nearVote: highest(near, 0, (other) => other.vote),
        length: Math.log(Math.max(1, candidate.length)),
        wordRank: Math.log(1 + (wordRank[at] ?? 0)),
        meaningRank: trust * Math.log(1 + (meaningRank[at] ?? 0)),
      },
    }
  })
}

function highest<T>(items: readonly T[], least: number, value: (item: T) => number): number {
  return items.reduce((best, item) => Math.max(best, value(item)), least)
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
  const number = Number(/#第(\d+)/u.exec(article ?? '')?.[1] ?? Number.NaN)
  // Articles lie beside each other by number even where each was taken in as a document of its own.
  const place = Number.isNaN(number)
    ? { group: candidate.documentId, at: candidate.ordinal }
    : { group: source, at: number }
  return { candidate, words, prior, vote, article, source, ...place }
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

function groupNeighbours(scored: readonly Scored[]): (entry: Scored) => Scored[] {
  const groups = new Map<string, Map<number, Scored[]>>()
  for (const entry of scored) {
    const places = groups.get(entry.group) ?? new Map<number, Scored[]>()
    groups.set(entry.group, places)
    const here = places.get(entry.at)
    if (here === undefined) places.set(entry.at, [entry])
    else here.push(entry)
  }
  return (entry) => {
    const found: Scored[] = []
    for (let step = -NEAR; step <= NEAR; step += 1) {
      for (const near of groups.get(entry.group)?.get(entry.at + step) ?? []) {
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
