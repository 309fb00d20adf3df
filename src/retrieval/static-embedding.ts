import { termPlace, type TermWeights } from './terms.ts'

// The built-in embedding: latent dimensions of the statute corpus, and a map from how people ask to how rules are
// written that was learned from questions and their answers. No network, no model server, the same in both runtimes.

/** What the training script writes: terms, one row of signed bytes for each, and the map of the query side. */
export type StaticArtefact = {
  readonly dimensions: number
  readonly terms: string
  /** base64 of float32: one factor for each row. */
  readonly scales: string
  /** base64 of int8: terms × dimensions. */
  readonly vectors: string
  /** base64 of int16: dimensions × dimensions, row by row. */
  readonly map: string
  readonly mapScale: number
}

export type StaticModel = {
  readonly dimensions: number
  readonly rows: ReadonlyMap<number, number>
  readonly scales: Float32Array
  readonly vectors: Int8Array
  readonly map: Float32Array
}

export function readStaticArtefact(artefact: StaticArtefact): StaticModel {
  const map = new Int16Array(decodeBytes(artefact.map).buffer)
  return {
    dimensions: artefact.dimensions,
    rows: new Map(artefact.terms.split(' ').map((term, row) => [termPlace(term), row])),
    scales: new Float32Array(decodeBytes(artefact.scales).buffer),
    vectors: new Int8Array(decodeBytes(artefact.vectors).buffer),
    map: Float32Array.from(map, (value) => value * artefact.mapScale),
  }
}

function decodeBytes(base64: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64)
  const bytes = new Uint8Array(binary.length)
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at)
  return bytes
}

/** Weighted sum of the terms' rows at unit length; idf is part of the rows. */
export function sumTermVectors(model: StaticModel, weights: TermWeights): Float32Array {
  const sum = new Float32Array(model.dimensions)
  for (const [place, weight] of weights) {
    const row = model.rows.get(place)
    if (row === undefined) continue
    const factor = weight * (model.scales[row] ?? 0)
    const offset = row * model.dimensions
    for (let k = 0; k < sum.length; k += 1) {
      sum[k] = (sum[k] ?? 0) + factor * (model.vectors[offset + k] ?? 0)
    }
  }
  return toUnitLength(sum)
}

export function toUnitLength(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector)
  return length === 0 ? vector : vector.map((value) => value / length)
}

/** From the wording of a question towards the wording of rules; the length says how sure the map is, so it stays. */
export function mapQueryVector(model: StaticModel, vector: Float32Array): Float32Array {
  const size = model.dimensions
  const mapped = new Float32Array(size)
  for (let i = 0; i < size; i += 1) {
    const value = vector[i] ?? 0
    for (let j = 0; j < size; j += 1) {
      mapped[j] = (mapped[j] ?? 0) + value * (model.map[i * size + j] ?? 0)
    }
  }
  return mapped
}
