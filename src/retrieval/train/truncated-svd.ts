import type { SparseRows } from './sparse-rows.ts'
import { symmetricEigen } from './symmetric-eigen.ts'

// Right singular vectors of a sparse matrix by subspace iteration. The basis is kept term after term in one flat
// array, because every step walks the terms of a document.

export type TermBasis = {
  /** terms × dimensions */
  readonly vectors: Float32Array
  readonly singular: Float64Array
}

/** Extra directions that make the wanted ones settle in few rounds. */
const SPARE = 24
const ROUNDS = 5

export function truncatedSvd(rows: SparseRows, terms: number, dimensions: number): TermBasis {
  const width = dimensions + SPARE
  let basis = orthonormalise(seededNoise(terms * width), width)
  for (let round = 0; round < ROUNDS; round += 1) {
    basis = orthonormalise(applyGram(rows, basis, width), width)
  }
  const moved = applyGram(rows, basis, width)
  const { values, vectors } = symmetricEigen(crossProduct(basis, moved, width), width)
  return {
    vectors: multiply(basis, width, vectors, dimensions),
    singular: values.slice(0, dimensions).map((value) => Math.sqrt(Math.max(value, 1e-12))),
  }
}

/** Deterministic numbers in [-1, 1): training twice gives the same artefact. */
function seededNoise(size: number): Float32Array {
  let state = 0x2545f491
  return Float32Array.from({ length: size }, () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 31 - 1
  })
}

/** Xᵀ(X·basis), one document at a time. */
function applyGram(rows: SparseRows, basis: Float32Array, width: number): Float32Array {
  const result = new Float32Array(basis.length)
  const projected = new Float32Array(width)
  for (let row = 0; row + 1 < rows.starts.length; row += 1) {
    projected.fill(0)
    const start = rows.starts[row] ?? 0
    const end = rows.starts[row + 1] ?? 0
    for (let at = start; at < end; at += 1) {
      const value = rows.values[at] ?? 0
      const offset = (rows.columns[at] ?? 0) * width
      for (let k = 0; k < width; k += 1) {
        projected[k] = (projected[k] ?? 0) + value * (basis[offset + k] ?? 0)
      }
    }
    for (let at = start; at < end; at += 1) {
      const value = rows.values[at] ?? 0
      const offset = (rows.columns[at] ?? 0) * width
      for (let k = 0; k < width; k += 1) {
        result[offset + k] = (result[offset + k] ?? 0) + value * (projected[k] ?? 0)
      }
    }
  }
  return result
}

/** leftᵀ·right of two term-major arrays. */
function crossProduct(left: Float32Array, right: Float32Array, width: number): Float64Array {
  const product = new Float64Array(width * width)
  for (let offset = 0; offset < left.length; offset += width) {
    for (let i = 0; i < width; i += 1) {
      const x = left[offset + i] ?? 0
      const target = i * width
      for (let j = 0; j < width; j += 1) {
        product[target + j] = (product[target + j] ?? 0) + x * (right[offset + j] ?? 0)
      }
    }
  }
  for (let i = 0; i < width; i += 1) {
    for (let j = i + 1; j < width; j += 1) {
      const mean = ((product[i * width + j] ?? 0) + (product[j * width + i] ?? 0)) / 2
      product[i * width + j] = mean
      product[j * width + i] = mean
    }
  }
  return product
}

function orthonormalise(basis: Float32Array, width: number): Float32Array {
  const { values, vectors } = symmetricEigen(crossProduct(basis, basis, width), width)
  const scaled = vectors.map(
    (value, at) => value / Math.sqrt(Math.max(values[at % width] ?? 0, 1e-12)),
  )
  return multiply(basis, width, scaled, width)
}

/** The first `kept` columns of basis·square. */
function multiply(
  basis: Float32Array,
  width: number,
  square: Float64Array,
  kept: number,
): Float32Array {
  const terms = basis.length / width
  const result = new Float32Array(terms * kept)
  const row = new Float64Array(kept)
  for (let term = 0; term < terms; term += 1) {
    row.fill(0)
    for (let i = 0; i < width; i += 1) {
      const x = basis[term * width + i] ?? 0
      for (let j = 0; j < kept; j += 1) row[j] = (row[j] ?? 0) + x * (square[i * width + j] ?? 0)
    }
    result.set(row, term * kept)
  }
  return result
}
