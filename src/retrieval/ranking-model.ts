import { indexExamples, type ExampleIndex, type ExampleQuestion } from './example-questions.ts'
import { sourceKind } from './source.ts'
import { readStaticArtefact, type StaticArtefact, type StaticModel } from './static-embedding.ts'

export const FEATURES = [
  'words',
  'characters',
  'prior',
  'answered',
  'vote',
  'sourceVote',
  'meaning',
  'nearWords',
  'nearMeaning',
  'nearVote',
  'length',
  'wordRank',
  'meaningRank',
] as const
export type Feature = (typeof FEATURES)[number]
export type Features = Readonly<Record<Feature, number>>

/** The learned part of ranking as it is committed. */
export type RankingArtefact = {
  readonly notice: string
  readonly fitted: string
  readonly kinds: Readonly<Record<string, number>>
  /** What a source's prior has over the prior of its kind. */
  readonly sources: Readonly<Record<string, number>>
  readonly examples: readonly ExampleQuestion[]
  readonly weights: Features
}

export type RankingModel = {
  readonly embedding: StaticModel
  readonly kinds: ReadonlyMap<string, number>
  readonly sources: ReadonlyMap<string, number>
  readonly examples: ExampleIndex
  readonly weights: Features
}

export function readRankingArtefact(
  ranking: RankingArtefact,
  embedding: StaticArtefact,
): RankingModel {
  return {
    embedding: readStaticArtefact(embedding),
    kinds: new Map(Object.entries(ranking.kinds)),
    sources: new Map(Object.entries(ranking.sources)),
    examples: indexExamples(ranking.examples),
    weights: ranking.weights,
  }
}

/** Log of how often a source of this name answers, beside an unknown one. */
export function sourcePrior(model: RankingModel, key: string): number {
  return (model.kinds.get(sourceKind(key)) ?? 0) + (model.sources.get(key) ?? 0)
}
