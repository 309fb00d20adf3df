import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RankingArtefact, RankingModel } from '../ranking-model.ts'
import type { StaticArtefact } from '../static-embedding.ts'
import { DIMENSIONS } from './fit-embedding.ts'
import type { TrainingSet } from './fit-model.ts'

const NOTICE =
  'Learned from STARD (github.com/oneal2000/STARD) and LeCoQA (github.com/oneal2000/LeCoQA), MIT License; see NOTICE.md.'

export type Artefacts = { ranking: RankingArtefact; embedding: StaticArtefact }

export function toArtefacts(set: TrainingSet, model: RankingModel, fitted: string): Artefacts {
  const { map } = model.embedding
  const mapScale = map.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9) / 32_767
  return {
    ranking: {
      notice: NOTICE,
      fitted,
      kinds: Object.fromEntries(model.kinds),
      sources: Object.fromEntries(model.sources),
      examples: model.examples.examples,
      weights: model.weights,
    },
    embedding: {
      dimensions: DIMENSIONS,
      terms: set.table.terms.join(' '),
      scales: encodeBytes(set.table.scales),
      vectors: encodeBytes(set.table.vectors),
      map: encodeBytes(Int16Array.from(map, (value) => Math.round(value / mapScale))),
      mapScale,
    },
  }
}

const encodeBytes = (array: Float32Array | Int8Array | Int16Array): string =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64')

export function writeArtefact(folder: string, name: string, artefact: object): void {
  writeFileSync(join(folder, name), `${JSON.stringify(artefact, null, 1)}\n`)
}
