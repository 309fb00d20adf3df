import { decodeTable, parseCsv, type CsvRow, type ImportProblem } from './csv.ts'
import { findDivision } from './divisions.ts'

export type GridRow = { id: string; name: string; divisionCode: string }
export const UNIT_LEVELS = ['grid', 'community', 'street', 'district', 'city'] as const
export type UnitLevel = (typeof UNIT_LEVELS)[number]
export type UnitRow = {
  id: string
  name: string
  level: UnitLevel
  kind: string
  divisionCode: string
  categories: string[]
  catchAll: boolean
}
export type ReadTable<T> = { rows: T[]; problems: ImportProblem[] }

type RowReader<T> = (row: CsvRow, report: Report) => T | undefined
type Report = (field: string, code: string, message: string) => void

const GRID_COLUMNS = ['id', 'name', 'division_code']
const UNIT_COLUMNS = ['id', 'name', 'level', 'kind', 'division_code', 'categories', 'catch_all']

/** `id,name,division_code`: 15 digits beginning with the district of a known street or community. */
export function readGridTable(bytes: Uint8Array): ReadTable<GridRow> {
  return readTable(bytes, GRID_COLUMNS, readGrid)
}

/** `id,name,level,kind,division_code,categories,catch_all`; categories are code prefixes separated by spaces. */
export function readUnitTable(bytes: Uint8Array): ReadTable<UnitRow> {
  return readTable(bytes, UNIT_COLUMNS, readUnit)
}

function readTable<T extends { id: string }>(
  bytes: Uint8Array,
  columns: readonly string[],
  read: RowReader<T>,
): ReadTable<T> {
  const decoded = decodeTable(bytes)
  if ('problem' in decoded) return { rows: [], problems: [decoded.problem] }
  const { header, rows } = parseCsv(decoded.text)
  const missing = columns.filter((column) => !header.includes(column))
  if (missing.length > 0) return { rows: [], problems: missing.map(missingColumn) }
  const problems: ImportProblem[] = []
  const kept: T[] = []
  const lines = new Map<string, number>()
  for (const row of rows) {
    const before = problems.length
    const report: Report = (field, code, message) => {
      const value = row.cells[field] ?? ''
      problems.push({ line: row.line, field, code, value, message: `${message}: "${value}"` })
    }
    const item = read(row, report)
    const id = row.cells['id'] ?? ''
    const first = lines.get(id)
    if (first !== undefined) report('id', 'duplicate_id', `id already used on line ${first}`)
    else lines.set(id, row.line)
    if (item !== undefined && problems.length === before) kept.push(item)
  }
  return { rows: kept, problems }
}

function missingColumn(column: string): ImportProblem {
  return {
    line: 1,
    field: column,
    code: 'missing_column',
    value: '',
    message: `column ${column} is missing`,
  }
}

function readGrid({ cells }: CsvRow, report: Report): GridRow | undefined {
  const { id = '', name = '', division_code: divisionCode = '' } = cells
  if (!/^\d{15}$/.test(id)) report('id', 'bad_code', 'a grid id has 15 digits')
  if (name === '') report('name', 'missing', 'a name is needed')
  const division = findDivision(divisionCode)
  if (division === undefined) report('division_code', 'unknown_division', 'no such division')
  else if (division.level !== 'street' && division.level !== 'community') {
    report('division_code', 'wrong_level', 'a grid lies in a street or community')
  } else if (/^\d{15}$/.test(id) && id.slice(0, 6) !== divisionCode.slice(0, 6)) {
    report(
      'id',
      'wrong_prefix',
      `a grid in ${divisionCode} begins with ${divisionCode.slice(0, 6)}`,
    )
  }
  return { id, name, divisionCode }
}

function isUnitLevel(text: string): text is UnitLevel {
  return UNIT_LEVELS.some((level) => level === text)
}

function readUnit({ cells }: CsvRow, report: Report): UnitRow | undefined {
  const { id = '', name = '', level = '', kind = '', division_code: divisionCode = '' } = cells
  if (!/^[\w-]{2,40}$/.test(id))
    report('id', 'bad_code', 'an id has 2 to 40 letters, digits, - or _')
  if (name === '') report('name', 'missing', 'a name is needed')
  if (kind === '') report('kind', 'missing', 'a kind is needed')
  if (findDivision(divisionCode) === undefined) {
    report('division_code', 'unknown_division', 'no such division')
  }
  const categories = (cells['categories'] ?? '').split(/[\s;、]+/).filter((code) => code !== '')
  if (categories.some((code) => !/^[ELP]\d{0,5}$/.test(code))) {
    report('categories', 'bad_code', 'categories are code prefixes such as E06 or L0201')
  }
  const flag = (cells['catch_all'] ?? '').toLowerCase()
  if (!['', 'true', 'false', '1', '0', '是', '否'].includes(flag)) {
    report('catch_all', 'bad_value', 'true or false')
  }
  if (!isUnitLevel(level)) {
    report('level', 'bad_value', `one of ${UNIT_LEVELS.join(', ')}`)
    return undefined
  }
  return {
    id,
    name,
    level,
    kind,
    divisionCode,
    categories,
    catchAll: ['true', '1', '是'].includes(flag),
  }
}
