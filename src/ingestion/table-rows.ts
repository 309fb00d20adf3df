/** A row reads on its own: every value with the name of its column. The first row names the columns. */
export function describeRows(rows: readonly (readonly string[])[]): string[] {
  const filled = rows.filter((row) => row.some((cell) => cell.trim() !== ''))
  const [header, ...body] = filled
  if (header === undefined) return []
  if (body.length === 0) return [header.filter(Boolean).join('；')]
  return body.map((row) => describeRow(header, row))
}

export function describeRow(header: readonly string[], row: readonly string[]): string {
  return row
    .map((cell, at) => ({ name: (header[at] ?? '').trim(), value: cell.trim() }))
    .filter(({ value }) => value !== '')
    .map(({ name, value }) => (name === '' || name === value ? value : `${name}：${value}`))
    .join('；')
}
