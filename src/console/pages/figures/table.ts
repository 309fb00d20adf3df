/** What a chart shows, as rows: drawn below it for those who read, and saved as CSV. */
export type FigureTable = {
  name: string
  columns: readonly string[]
  rows: readonly (readonly (string | number)[])[]
}

/** A spreadsheet runs a cell that begins like a formula; a quote in front keeps it text. */
function cell(value: string | number): string {
  const text = String(value)
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function toCsv({ columns, rows }: FigureTable): string {
  return [columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')
}

/** With the mark that makes spreadsheets read Chinese text as UTF-8. */
export function saveCsv(table: FigureTable): void {
  const url = URL.createObjectURL(new Blob(['\uFEFF', toCsv(table)], { type: 'text/csv' }))
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = `${table.name}.csv`
  anchor.click()
  URL.revokeObjectURL(url)
}
