export type Eigen = {
  /** Descending. */
  readonly values: Float64Array
  /** Row-major; column k belongs to values[k]. */
  readonly vectors: Float64Array
}

/** Cyclic Jacobi: slow for thousands, exact and short for the few hundred dimensions used here. */
export function symmetricEigen(matrix: Float64Array, size: number): Eigen {
  const a = matrix.slice()
  const v = new Float64Array(size * size)
  for (let k = 0; k < size; k += 1) v[k * size + k] = 1
  for (let sweep = 0; sweep < 30; sweep += 1) {
    if (offDiagonal(a, size) < 1e-11 * diagonal(a, size)) break
    for (let p = 0; p < size - 1; p += 1) {
      for (let q = p + 1; q < size; q += 1) rotate(a, v, size, p, q)
    }
  }
  return sortEigen(a, v, size)
}

function offDiagonal(a: Float64Array, size: number): number {
  let sum = 0
  for (let p = 0; p < size; p += 1) {
    for (let q = p + 1; q < size; q += 1) sum += Math.abs(a[p * size + q] ?? 0)
  }
  return sum / size
}

function diagonal(a: Float64Array, size: number): number {
  let sum = 0
  for (let p = 0; p < size; p += 1) sum += Math.abs(a[p * size + p] ?? 0)
  return sum
}

function rotate(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const apq = a[p * size + q] ?? 0
  const app = a[p * size + p] ?? 0
  const aqq = a[q * size + q] ?? 0
  if (Math.abs(apq) <= 1e-16 * Math.sqrt(Math.abs(app * aqq))) return
  const theta = (aqq - app) / (2 * apq)
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1))
  const c = 1 / Math.hypot(t, 1)
  const s = t * c
  turn(a, size, p, q, size, 1, c, s)
  turn(a, size, p, q, 1, size, c, s)
  turn(v, size, p, q, 1, size, c, s)
}

/** Turns two columns (stride 1, step size) or two rows (stride size, step 1) by the angle. */
function turn(
  m: Float64Array,
  size: number,
  p: number,
  q: number,
  stride: number,
  step: number,
  c: number,
  s: number,
): void {
  for (let k = 0; k < size; k += 1) {
    const atP = k * step + p * stride
    const atQ = k * step + q * stride
    const x = m[atP] ?? 0
    const y = m[atQ] ?? 0
    m[atP] = c * x - s * y
    m[atQ] = s * x + c * y
  }
}

function sortEigen(a: Float64Array, v: Float64Array, size: number): Eigen {
  const order = Array.from({ length: size }, (_, k) => k).sort(
    (x, y) => (a[y * size + y] ?? 0) - (a[x * size + x] ?? 0),
  )
  const vectors = new Float64Array(size * size)
  for (const [to, from] of order.entries()) {
    for (let k = 0; k < size; k += 1) vectors[k * size + to] = v[k * size + from] ?? 0
  }
  return { values: Float64Array.from(order, (k) => a[k * size + k] ?? 0), vectors }
}
