/** Value of a front-matter field before validation. */
export type FrontMatterValue = string | string[] | null

export type FrontMatter = {
  fields: Record<string, FrontMatterValue>
  body: string
  /** Lines that are not `key: value`; they are reported, never guessed at. */
  problems: { line: number; field: string | null; message: string }[]
}

const FENCE = /^---\s*$/

function unquote(text: string): string {
  const match = /^(["'])(.*)\1$/s.exec(text)
  return match?.[2] ?? text
}

function readScalar(text: string): FrontMatterValue {
  // A comment needs a space before it, as in YAML: `doc_no: 武政规#5` keeps its hash.
  const value = /^["']/.test(text) ? text : text.replace(/(^|\s)#.*$/, '').trim()
  if (value === '' || value === 'null' || value === '~') return null
  const list = /^\[(.*)\]$/s.exec(value)
  if (list === null) return unquote(value)
  return (list[1] ?? '')
    .split(/[,，]/)
    .map((item) => unquote(item.trim()))
    .filter((item) => item !== '')
}

/** The flat part of YAML that the document record needs: scalars, quoted text, `[a, b]` and `- a` lists. */
export function parseFrontMatter(source: string): FrontMatter {
  const lines = source.replace(/^\uFEFF/, '').split(/\r?\n/)
  const first = lines[0] ?? ''
  if (!FENCE.test(first)) return { fields: {}, body: lines.join('\n'), problems: [] }
  const end = lines.findIndex((line, at) => at > 0 && FENCE.test(line))
  if (end < 0) {
    const problem = {
      line: 1,
      field: null,
      message: 'front matter is opened by --- but never closed',
    }
    return { fields: {}, body: '', problems: [problem] }
  }
  const fields: Record<string, FrontMatterValue> = {}
  const problems: FrontMatter['problems'] = []
  let open: string | undefined
  for (const [at, line] of lines.slice(1, end).entries()) {
    if (line.trim() === '' || /^\s*#/.test(line)) continue
    const item = /^\s*-\s+(.*)$/.exec(line)
    const pair = /^([A-Za-z_][\w-]*)\s*:(?:\s+(.*)|)$/.exec(line)
    if (item !== null && open !== undefined) {
      const known = fields[open]
      fields[open] = [...(Array.isArray(known) ? known : []), unquote((item[1] ?? '').trim())]
    } else if (pair?.[1] !== undefined) {
      open = pair[1]
      if (open in fields) problems.push({ line: at + 2, field: open, message: 'stands twice' })
      fields[open] = readScalar((pair[2] ?? '').trim())
    } else {
      problems.push({ line: at + 2, field: null, message: `is not "key: value": ${line.trim()}` })
    }
  }
  return { fields, body: lines.slice(end + 1).join('\n'), problems }
}
