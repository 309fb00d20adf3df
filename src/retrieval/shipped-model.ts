import ranking from './model/ranking.json' with { type: 'json' }
import embedding from './model/static-embedding.json' with { type: 'json' }
import { readRankingArtefact, type RankingModel } from './ranking-model.ts'

let model: RankingModel | undefined

/** The committed model, decoded at first use and kept. */
export function shippedModel(): RankingModel {
  model ??= readRankingArtefact(ranking, embedding)
  return model
}

/** Name of the built-in embedding: stored vectors of another name are of no use to it. */
export const STATIC_EMBEDDING = 'static-v1'
export const STATIC_DIMENSIONS = 192

/** Changes with every training, so that vectors stored by an older model are made again. */
export const SHIPPED_VERSION = String(embedding.mapScale)
