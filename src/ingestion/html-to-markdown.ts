import { describeRows } from './table-rows.ts'

const NOISE =
  'script,style,noscript,template,nav,header,footer,aside,form,iframe,svg,button,[hidden],[aria-hidden=true]'
/** Where common municipal sites keep the text itself; the whole body when none of them is there. */
const CONTENT = [
  'article',
  'main',
  '.TRS_Editor',
  '#zoom',
  '#UCAP-CONTENT',
  '.article-content',
  '#content',
]
const LEAST_CONTENT = 200
const BLOCKS = new Set([
  'p',
  'div',
  'section',
  'ul',
  'ol',
  'blockquote',
  'dd',
  'dt',
  'article',
  'main',
])

type PageNode = {
  readonly type: string
  readonly name?: string
  readonly data?: string
  readonly children?: readonly PageNode[]
}

function findAll(node: PageNode, names: readonly string[]): PageNode[] {
  return (node.children ?? []).flatMap((child) =>
    names.includes(child.name ?? '') ? [child] : findAll(child, names),
  )
}

function plainText(node: PageNode): string {
  if (node.type === 'text') return node.data ?? ''
  return (node.children ?? []).map(plainText).join('')
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function readTable(table: PageNode): string {
  const rows = findAll(table, ['tr']).map((row) =>
    findAll(row, ['th', 'td']).map((cell) => oneLine(plainText(cell))),
  )
  return describeRows(rows)
    .map((row) => `- ${row}`)
    .join('\n')
}

function readNode(node: PageNode): string {
  if (node.type === 'text') return (node.data ?? '').replace(/\s+/g, ' ')
  if (node.type !== 'tag') return ''
  const inner = (node.children ?? []).map(readNode).join('')
  const name = node.name ?? ''
  const depth = /^h([1-6])$/.exec(name)?.[1]
  if (depth !== undefined) return `\n\n${'#'.repeat(Number(depth))} ${oneLine(inner)}\n\n`
  if (name === 'br') return '\n'
  if (name === 'table') return `\n\n${readTable(node)}\n\n`
  if (name === 'li') return `\n- ${inner.trim()}`
  return BLOCKS.has(name) ? `\n\n${inner}\n\n` : inner
}

/** Headings, paragraphs, lists and tables of a page as Markdown; menus, scripts and hidden text stay outside. */
export async function htmlToMarkdown(
  html: string,
): Promise<{ title: string | undefined; markdown: string }> {
  const { load } = await import('cheerio')
  const $ = load(html)
  const pageTitle = oneLine($('title').first().text())
  $(NOISE).remove()
  const content = CONTENT.map((selector) => $(selector).first()).find(
    (found) => found.text().trim().length >= LEAST_CONTENT,
  )
  const root: PageNode | undefined = content?.get(0) ?? $('body').get(0)
  const heading = oneLine($('h1').first().text())
  const markdown = (root === undefined ? '' : readNode(root))
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  return { title: heading || pageTitle || undefined, markdown }
}
