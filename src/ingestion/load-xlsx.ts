import { XMLParser } from 'fast-xml-parser'
import { unzipArchive } from './unzip.ts'
import type { Sheet } from './parse-table.ts'

// A workbook is a zip of XML parts. Only values are read: formulas, macros and links are not text to quote.

const LIST_NODES = new Set(['row', 'c', 'si', 'sheet', 'Relationship', 'r', 't'])

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  trimValues: false,
  isArray: (name) => LIST_NODES.has(name),
  processEntities: true,
})

type Node = Readonly<Record<string, unknown>>

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function child(node: unknown, ...names: readonly string[]): unknown {
  let at: unknown = node
  for (const name of names) at = isNode(at) ? at[name] : undefined
  return at
}

function children(node: unknown, ...names: readonly string[]): Node[] {
  const found = child(node, ...names)
  return (Array.isArray(found) ? found : [found]).filter(isNode)
}

function attribute(node: Node, name: string): string {
  const value = node[`@${name}`]
  return typeof value === 'string' ? value : ''
}

/** Text of a string item: plain, or runs of rich text; phonetic guides are left out. */
function stringOf(item: unknown): string {
  const own = child(item, 't')
  const parts = Array.isArray(own) ? own : [own]
  const plain = parts
    .map((part) => (isNode(part) ? part['#text'] : part))
    .filter((part) => typeof part === 'string')
  return plain.join('') + children(item, 'r').map(stringOf).join('')
}

/** `BC12` → 54: columns left out of a row keep their place. */
function columnOf(reference: string): number {
  let column = 0
  for (const letter of /^[A-Z]+/.exec(reference)?.[0] ?? '')
    column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}

function cellText(cell: Node, strings: readonly string[]): string {
  const type = attribute(cell, 't')
  if (type === 'inlineStr') return stringOf(child(cell, 'is'))
  const value = child(cell, 'v')
  const text = typeof value === 'string' ? value : String(child(value, '#text') ?? '')
  if (type === 's') return strings[Number(text)] ?? ''
  return type === 'b' ? (text === '1' ? '是' : '否') : text
}

function readSheet(xml: string, strings: readonly string[]): string[][] {
  return children(parser.parse(xml), 'worksheet', 'sheetData', 'row').map((row) => {
    const cells: string[] = []
    for (const cell of children(row, 'c')) {
      const column = columnOf(attribute(cell, 'r'))
      cells[column < 0 ? cells.length : column] = cellText(cell, strings)
    }
    return Array.from(cells, (text) => text ?? '')
  })
}

export function loadXlsx(bytes: Uint8Array): Sheet[] {
  const parts = unzipArchive(
    bytes,
    (name) => name.startsWith('xl/') && /\.(?:xml|rels)$/.test(name),
  )
  const read = (name: string): unknown => {
    const part = parts.get(name)
    return part === undefined ? undefined : parser.parse(part)
  }
  const strings = children(read('xl/sharedStrings.xml'), 'sst', 'si').map(stringOf)
  const targets = new Map(
    children(read('xl/_rels/workbook.xml.rels'), 'Relationships', 'Relationship').map((link) => [
      attribute(link, 'Id'),
      attribute(link, 'Target').replace(/^\/?(?:xl\/)?/, 'xl/'),
    ]),
  )
  return children(read('xl/workbook.xml'), 'workbook', 'sheets', 'sheet').flatMap((sheet) => {
    const xml = parts.get(targets.get(attribute(sheet, 'r:id')) ?? '')
    return xml === undefined
      ? []
      : [{ name: attribute(sheet, 'name'), rows: readSheet(xml, strings) }]
  })
}
