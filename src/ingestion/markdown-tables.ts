import { describeRows } from './table-rows.ts'

const ROW = /^\s*\|(.+)\|\s*$/
const RULE = /^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/

const cellsOf = (line: string): string[] =>
  (ROW.exec(line)?.[1] ?? '').split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\|', '|').trim())

/** Each row of a pipe table as a line that carries the names of its columns, so that a cut leaves no row without them. */
export function describeTables(lines: readonly string[]): string[] {
  const out: string[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (!ROW.test(line) || !RULE.test(lines[at + 1] ?? '')) {
      out.push(line)
      continue
    }
    const rows = [cellsOf(line)]
    at += 1
    while (ROW.test(lines[at + 1] ?? '')) {
      at += 1
      rows.push(cellsOf(lines[at] ?? ''))
    }
    out.push(...describeRows(rows).map((row) => `- ${row}`))
  }
  return out
}
