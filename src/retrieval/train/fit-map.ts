// The bilinear map between how people ask and how rules are written, by softmax over each question's own candidates.
// BM25 and the prior are a fixed offset, so the map learns only what those two miss.

export type MapExample = {
  readonly vector: Float32Array
  /** Positions in the document vectors. */
  readonly candidates: readonly number[]
  readonly offsets: readonly number[]
  /** Shares of relevance, summing to one. */
  readonly targets: readonly number[]
  readonly weight: number
}

const STEPS = 60
const RATE = 0.015
const PULL = 3e-4
const START = 2

export function fitMap(
  examples: readonly MapExample[],
  documents: Float32Array,
  dimensions: number,
): Float32Array {
  const map = identity(dimensions)
  const first = new Float32Array(map.length)
  const second = new Float32Array(map.length)
  for (let step = 1; step <= STEPS; step += 1) {
    const gradient = new Float32Array(map.length)
    for (const example of examples) addGradient(gradient, example, map, documents, dimensions)
    for (let at = 0; at < map.length; at += 1) {
      const start = at % (dimensions + 1) === 0 ? START : 0
      const g = (gradient[at] ?? 0) / examples.length + PULL * ((map[at] ?? 0) - start)
      const m = 0.9 * (first[at] ?? 0) + 0.1 * g
      const v = 0.99 * (second[at] ?? 0) + 0.01 * g * g
      first[at] = m
      second[at] = v
      const size = m / (1 - 0.9 ** step) / (Math.sqrt(v / (1 - 0.99 ** step)) + 1e-8)
      map[at] = (map[at] ?? 0) - RATE * size
    }
  }
  return map
}

function identity(dimensions: number): Float32Array {
  const map = new Float32Array(dimensions * dimensions)
  for (let k = 0; k < dimensions; k += 1) map[k * (dimensions + 1)] = START
  return map
}

function addGradient(
  gradient: Float32Array,
  example: MapExample,
  map: Float32Array,
  documents: Float32Array,
  dimensions: number,
): void {
  const asked = new Float32Array(dimensions)
  for (let i = 0; i < dimensions; i += 1) {
    const value = example.vector[i] ?? 0
    for (let j = 0; j < dimensions; j += 1) {
      asked[j] = (asked[j] ?? 0) + value * (map[i * dimensions + j] ?? 0)
    }
  }
  const error = candidateError(example, asked, documents, dimensions)
  for (let i = 0; i < dimensions; i += 1) {
    const value = (example.vector[i] ?? 0) * example.weight
    for (let j = 0; j < dimensions; j += 1) {
      const at = i * dimensions + j
      gradient[at] = (gradient[at] ?? 0) + value * (error[j] ?? 0)
    }
  }
}

/** Expected candidate under the softmax minus the right ones. */
function candidateError(
  example: MapExample,
  asked: Float32Array,
  documents: Float32Array,
  dimensions: number,
): Float32Array {
  const scores = example.candidates.map((document, at) => {
    let score = example.offsets[at] ?? 0
    const offset = document * dimensions
    for (let k = 0; k < dimensions; k += 1) score += (asked[k] ?? 0) * (documents[offset + k] ?? 0)
    return score
  })
  const best = Math.max(...scores)
  const shares = scores.map((score) => Math.exp(score - best))
  const total = shares.reduce((sum, share) => sum + share, 0)
  const error = new Float32Array(dimensions)
  for (const [at, document] of example.candidates.entries()) {
    const weight = (shares[at] ?? 0) / total - (example.targets[at] ?? 0)
    const offset = document * dimensions
    for (let k = 0; k < dimensions; k += 1) {
      error[k] = (error[k] ?? 0) + weight * (documents[offset + k] ?? 0)
    }
  }
  return error
}
