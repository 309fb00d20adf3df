/** Rows of a sparse matrix, one after another in flat arrays: nine million weights fit in 72 MB. */
export type SparseRows = {
  readonly starts: Uint32Array
  readonly columns: Uint32Array
  readonly values: Float32Array
}

export function buildRows(rows: Iterable<ReadonlyMap<number, number>>): SparseRows {
  const starts = [0]
  let columns = new Uint32Array(1 << 16)
  let values = new Float32Array(1 << 16)
  let size = 0
  for (const row of rows) {
    if (size + row.size > columns.length) {
      const grown = Math.max(columns.length * 2, size + row.size)
      columns = grow(columns, new Uint32Array(grown))
      values = grow(values, new Float32Array(grown))
    }
    for (const [column, value] of row) {
      columns[size] = column
      values[size] = value
      size += 1
    }
    starts.push(size)
  }
  return {
    starts: Uint32Array.from(starts),
    columns: columns.subarray(0, size),
    values: values.subarray(0, size),
  }
}

function grow<T extends Uint32Array | Float32Array>(from: T, into: T): T {
  into.set(from)
  return into
}

export const rowCount = (rows: SparseRows): number => rows.starts.length - 1

export function* entriesOf(rows: SparseRows, row: number): Generator<[number, number]> {
  const end = rows.starts[row + 1] ?? 0
  for (let at = rows.starts[row] ?? 0; at < end; at += 1) {
    yield [rows.columns[at] ?? 0, rows.values[at] ?? 0]
  }
}

/** Columns become rows: the postings lists of an index. */
export function transposeRows(rows: SparseRows, columns: number): SparseRows {
  const starts = new Uint32Array(columns + 1)
  for (const column of rows.columns) starts[column + 1] = (starts[column + 1] ?? 0) + 1
  for (let at = 0; at < columns; at += 1) starts[at + 1] = (starts[at + 1] ?? 0) + (starts[at] ?? 0)
  const next = starts.slice()
  const owners = new Uint32Array(rows.columns.length)
  const values = new Float32Array(rows.columns.length)
  for (let row = 0; row < rowCount(rows); row += 1) {
    const end = rows.starts[row + 1] ?? 0
    for (let at = rows.starts[row] ?? 0; at < end; at += 1) {
      const column = rows.columns[at] ?? 0
      const slot = next[column] ?? 0
      owners[slot] = row
      values[slot] = rows.values[at] ?? 0
      next[column] = slot + 1
    }
  }
  return { starts, columns: owners, values }
}
