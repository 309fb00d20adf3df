import type { Sheet } from './parse-table.ts'

/** Rows of a CSV; tabs and semicolons are found by the header line. */
export async function loadCsv(text: string): Promise<Sheet> {
  const { dsvFormat } = await import('d3-dsv')
  const header = text.slice(0, text.indexOf('\n') < 0 ? text.length : text.indexOf('\n'))
  const delimiter = [',', '\t', ';', '，'].toSorted(
    (a, b) => header.split(b).length - header.split(a).length,
  )[0]
  return { name: '', rows: dsvFormat(delimiter ?? ',').parseRows(text) }
}
