import { z } from 'zod'
import type { LinearWeights } from './linear.ts'
import type { TrainedClassifier } from './train-classifier.ts'

/** A vector as numbered cells: gaps between feature numbers, then one signed byte per weight. */
const Vector = z.object({ bias: z.number(), scale: z.number(), cells: z.string() })
type Vector = z.infer<typeof Vector>

export const ClassifierWeights = z.object({
  version: z.string(),
  longest_gram: z.number().int(),
  group_weight: z.number(),
  temperature: z.number(),
  /** Joined by line breaks, which no gram holds. */
  grams: z.string(),
  idf: z.string(),
  labels: z.array(z.string()),
  groups: z.array(z.string()),
  leaf: z.array(Vector),
  group: z.array(Vector),
})
export type ClassifierWeights = z.infer<typeof ClassifierWeights>

const IDF_STEPS = 2000

export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
}

/** Keeps the strongest weights of each label; the rest move no decision. */
export function packClassifier(
  model: TrainedClassifier,
  version: string,
  keep: number,
): ClassifierWeights {
  const idf = Uint16Array.from(model.vocabulary.idf, (value) => Math.round(value * IDF_STEPS))
  const pack = (weights: LinearWeights | null): Vector[] =>
    weights?.weights.map((vector) => packVector(vector, keep)) ?? []
  return {
    version,
    longest_gram: model.settings.longestGram,
    group_weight: model.settings.group?.weight ?? 0,
    temperature: model.temperature,
    grams: [...model.vocabulary.numbers.keys()].join('\n'),
    idf: toBase64(new Uint8Array(idf.buffer)),
    labels: [...model.labels],
    groups: [...model.groups],
    leaf: pack(model.leaf),
    group: pack(model.group),
  }
}

function packVector(vector: Float64Array, keep: number): Vector {
  const width = vector.length - 1
  const strongest = [...vector.slice(0, width).keys()]
    .toSorted((a, b) => Math.abs(vector[b] ?? 0) - Math.abs(vector[a] ?? 0))
    .slice(0, keep)
    .toSorted((a, b) => a - b)
  const scale = Math.max(...strongest.map((at) => Math.abs(vector[at] ?? 0)), 1e-9) / 127
  const bytes: number[] = []
  let previous = 0
  for (const at of strongest) {
    const weight = Math.round((vector[at] ?? 0) / scale)
    if (weight === 0) continue
    bytes.push(...variableLength(at - previous), weight & 0xff)
    previous = at
  }
  return {
    bias: round(vector[width] ?? 0),
    scale: round(scale),
    cells: toBase64(Uint8Array.from(bytes)),
  }
}

const round = (value: number): number => Number(value.toPrecision(6))

function variableLength(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80)
    rest >>>= 7
  }
  return [...bytes, rest]
}

/** Cells by feature: one pass over a text's features then scores every label. */
export type WeightColumns = {
  biases: Float64Array
  columns: ReadonlyMap<number, readonly [label: number, weight: number][]>
}

export function unpackVectors(vectors: readonly Vector[]): WeightColumns {
  const columns = new Map<number, [number, number][]>()
  for (const [label, { scale, cells }] of vectors.entries()) {
    const bytes = fromBase64(cells)
    let feature = 0
    let at = 0
    while (at < bytes.length) {
      let gap = 0
      let shift = 0
      for (; ((bytes[at] ?? 0) & 0x80) !== 0; at += 1, shift += 7)
        gap |= ((bytes[at] ?? 0) & 0x7f) << shift
      gap |= (bytes[at] ?? 0) << shift
      feature += gap
      const weight = (((bytes[at + 1] ?? 0) << 24) >> 24) * scale
      at += 2
      const column = columns.get(feature)
      if (column === undefined) columns.set(feature, [[label, weight]])
      else column.push([label, weight])
    }
  }
  return { biases: Float64Array.from(vectors, ({ bias }) => bias), columns }
}

export function unpackIdf(text: string): Float64Array {
  const bytes = fromBase64(text)
  return Float64Array.from(new Uint16Array(bytes.buffer), (value) => value / IDF_STEPS)
}
