import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import {
  ArchiveError,
  FORMAT,
  footerSchema,
  headerSchema,
  LineHash,
  tableSchema,
  VERSION,
  type Footer,
  type Header,
  type Table,
} from './archive.ts'

export type Batch = { table: Table; lines: string[] }
export type Checked = { header: Header; footer: Footer; tables: Table[] }

/** One statement carries so many characters of rows. */
const BATCH = 2_000_000

async function* readLines(path: string): AsyncGenerator<string> {
  const gunzip = createGunzip()
  const source = createReadStream(path)
  // Without this a missing file would be an event nobody hears.
  source.on('error', (error) => gunzip.destroy(error))
  try {
    // The archive breaks lines by \n alone; a row may hold other separators.
    let rest = ''
    for await (const chunk of source.pipe(gunzip).setEncoding('utf8')) {
      const parts = (rest + String(chunk)).split('\n')
      rest = parts.pop() ?? ''
      yield* parts
    }
    if (rest !== '') throw new ArchiveError('damaged', 'the last line is cut off')
  } catch (error) {
    if (error instanceof ArchiveError) throw error
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw new ArchiveError('damaged', `not a whole gzip file (${error.message})`)
    }
    throw error
  } finally {
    source.destroy()
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new ArchiveError('damaged', 'a line is not JSON')
  }
}

function readHeader(line: string): Header {
  const value = parse(line)
  if (
    typeof value !== 'object' ||
    value === null ||
    !('format' in value) ||
    value.format !== FORMAT
  ) {
    throw new ArchiveError('not_a_backup', 'the file does not begin like a backup')
  }
  const header = headerSchema.safeParse(value)
  if (!header.success) throw new ArchiveError('damaged', 'the header is incomplete')
  if (header.data.version > VERSION) {
    throw new ArchiveError(
      'newer',
      `written in format ${header.data.version}, this code reads ${VERSION}`,
    )
  }
  return header.data
}

/** Reads the whole archive before anything is written: shape, order, counts and checksum. */
export async function checkArchive(path: string): Promise<Checked> {
  const hash = new LineHash()
  const tables: Table[] = []
  const counts: Record<string, number> = {}
  let header: Header | undefined
  let footer: Footer | undefined
  let current: Table | undefined
  for await (const line of readLines(path)) {
    if (footer !== undefined) throw new ArchiveError('damaged', 'something follows the end')
    if (header === undefined) {
      header = readHeader(hash.add(line))
      continue
    }
    if (line.startsWith('[')) {
      if (current === undefined) throw new ArchiveError('damaged', 'a row without a table')
      counts[current.table] = (counts[current.table] ?? 0) + 1
      hash.add(line)
      continue
    }
    const value = parse(line)
    const table = tableSchema.safeParse(value)
    if (table.success) {
      current = table.data
      tables.push(current)
      counts[current.table] = 0
      hash.add(line)
      continue
    }
    const end = footerSchema.safeParse(value)
    if (!end.success) throw new ArchiveError('damaged', 'a line is neither table nor end')
    if (end.data.sha256 !== hash.digest()) throw new ArchiveError('damaged', 'the checksum differs')
    footer = end.data
  }
  if (header === undefined) throw new ArchiveError('not_a_backup', 'the file is empty')
  if (footer === undefined) throw new ArchiveError('damaged', 'the end is missing')
  for (const [table, rows] of Object.entries(footer.counts)) {
    if (counts[table] !== rows) {
      throw new ArchiveError('damaged', `${table}: ${counts[table] ?? 0} of ${rows} rows`)
    }
  }
  return { header, footer, tables }
}

/** The rows of a checked archive, in statements of bounded size. Every table comes, also an empty one. */
export async function* readBatches(path: string): AsyncGenerator<Batch> {
  let table: Table | undefined
  let lines: string[] = []
  let size = 0
  let first = true
  for await (const line of readLines(path)) {
    if (first) {
      first = false
      continue
    }
    const full = size + line.length > BATCH
    if (table !== undefined && (!line.startsWith('[') || full)) {
      yield { table, lines }
      lines = []
      size = 0
    }
    if (line.startsWith('[')) {
      lines.push(line)
      size += line.length
      continue
    }
    const next = tableSchema.safeParse(JSON.parse(line))
    table = next.success ? next.data : undefined
  }
}
