/** What is wrong where; `code` names a sentence in the locale files, `message` is for logs and terminals. */
export type ImportProblem = {
  line: number
  field: string | null
  code: string
  value: string
  message: string
}

export type CsvRow = { line: number; cells: Readonly<Record<string, string>> }

/** The text of an uploaded table, or why it is not UTF-8. A table in another encoding imports nothing at all. */
export function decodeTable(bytes: Uint8Array): { text: string } | { problem: ImportProblem } {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { problem: encodingProblem('utf-16') }
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return { problem: encodingProblem(looksLikeGbk(bytes) ? 'gb18030' : 'unknown') }
  }
}

function looksLikeGbk(bytes: Uint8Array): boolean {
  return !new TextDecoder('gb18030').decode(bytes).includes('\uFFFD')
}

function encodingProblem(found: string): ImportProblem {
  return {
    line: 1,
    field: null,
    code: 'encoding',
    value: found,
    message: `the file is not UTF-8 (looks like ${found}); save it as UTF-8 and try again`,
  }
}

/** Rows with the line each begins on; quoted cells may hold commas, quotes and line breaks. */
export function parseCsv(text: string): { header: string[]; rows: CsvRow[] } {
  const records = readRecords(text.replace(/^\uFEFF/, ''))
  const header = records[0]?.cells.map((cell) => cell.trim()) ?? []
  const rows = records
    .slice(1)
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    .map(({ line, cells }) => ({
      line,
      cells: Object.fromEntries(header.map((name, at) => [name, (cells[at] ?? '').trim()])),
    }))
  return { header, rows }
}

type RawRecord = { line: number; cells: string[] }

function readRecords(text: string): RawRecord[] {
  const records: RawRecord[] = []
  let record: RawRecord = { line: 1, cells: [] }
  let line = 1
  let cell = ''
  let quoted = false
  const endRecord = (): void => {
    record.cells.push(cell)
    records.push(record)
    cell = ''
    record = { line: line + 1, cells: [] }
  }
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (quoted && char === '"' && text[at + 1] === '"') {
      cell += '"'
      at += 1
    } else if (char === '"' && (quoted || cell === '')) quoted = !quoted
    else if (!quoted && char === ',') {
      record.cells.push(cell)
      cell = ''
    } else if (!quoted && char === '\n') endRecord()
    else if (quoted || char !== '\r') cell += char
    if (char === '\n') {
      line += 1
      if (!quoted) record.line = line
    }
  }
  if (cell !== '' || record.cells.length > 0) endRecord()
  return records
}
