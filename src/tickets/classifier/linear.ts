import type { SparseRow } from './features.ts'

/** One weight vector per label; the last cell of each is the bias. */
export type LinearWeights = { weights: Float64Array[] }

export type LinearSettings = {
  /** Cost of an error against the size of the weights. */
  cost: number
  rounds: number
  /** Weight of rows of the label itself, to balance one label against all others. */
  positiveCost?: number
}

/** Small fixed generator: training must give the same weights on every machine. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

function shuffle(order: Int32Array, random: () => number): void {
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1))
    const kept = order[at] ?? 0
    order[at] = order[other] ?? 0
    order[other] = kept
  }
}

function dot(weights: Float64Array, { indices, values }: SparseRow): number {
  let sum = weights[weights.length - 1] ?? 0
  for (let at = 0; at < indices.length; at += 1) {
    sum += (weights[indices[at] ?? 0] ?? 0) * (values[at] ?? 0)
  }
  return sum
}

function addTo(weights: Float64Array, { indices, values }: SparseRow, step: number): void {
  for (let at = 0; at < indices.length; at += 1) {
    const number = indices[at] ?? 0
    weights[number] = (weights[number] ?? 0) + step * (values[at] ?? 0)
  }
  const bias = weights.length - 1
  weights[bias] = (weights[bias] ?? 0) + step
}

/** Squared-hinge support vector machine for one label against the rest, by dual coordinate descent. */
function trainOne(
  rows: readonly SparseRow[],
  isLabel: (row: number) => boolean,
  width: number,
  settings: LinearSettings,
): Float64Array {
  const weights = new Float64Array(width + 1)
  const alphas = new Float64Array(rows.length)
  const order = Int32Array.from(rows, (_, at) => at)
  const random = createRandom(17)
  const squared = rows.map(({ values }) => values.reduce((sum, value) => sum + value * value, 1))
  for (let round = 0; round < settings.rounds; round += 1) {
    shuffle(order, random)
    let moved = 0
    for (const at of order) {
      const row = rows[at]
      if (row === undefined) continue
      const sign = isLabel(at) ? 1 : -1
      const cost = sign === 1 ? settings.cost * (settings.positiveCost ?? 1) : settings.cost
      const slack = 1 / (2 * cost)
      const before = alphas[at] ?? 0
      const gradient = sign * dot(weights, row) - 1 + slack * before
      const after = Math.max(before - gradient / ((squared[at] ?? 1) + slack), 0)
      if (after === before) continue
      alphas[at] = after
      addTo(weights, row, (after - before) * sign)
      moved = Math.max(moved, Math.abs(after - before))
    }
    if (moved < 1e-3) break
  }
  return weights
}

export function trainLinear(
  rows: readonly SparseRow[],
  labels: readonly number[],
  labelCount: number,
  width: number,
  settings: LinearSettings,
  onLabel: (done: number, of: number) => void = () => undefined,
): LinearWeights {
  const weights: Float64Array[] = []
  for (let label = 0; label < labelCount; label += 1) {
    weights.push(trainOne(rows, (row) => labels[row] === label, width, settings))
    onLabel(label + 1, labelCount)
  }
  return { weights }
}

export function scoreRow({ weights }: LinearWeights, row: SparseRow): number[] {
  return weights.map((vector) => dot(vector, row))
}
