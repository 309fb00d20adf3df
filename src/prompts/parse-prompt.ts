/** A parsed prompt file: what the catalogue holds. Pure, so that the build, its check and the tests share it. */
export type ParsedPrompt = {
  id: string
  version: number
  purpose: string
  step: string
  models: string[]
  temperature: number
  maxOutputTokens: number
  /** Plain variables, and lists with the fields of their entries. */
  variables: string[]
  lists: Record<string, string[]>
  output: string
  system: string
  user: string
}

const FILE = /^---\n([\s\S]*?)\n---\n# system\n([\s\S]*?)\n# user\n([\s\S]*?)\n*$/u
const LIST = /(\w+)\[([^\]]*)\]/gu

function splitNames(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

function frontMatter(text: string, path: string): (key: string) => string {
  const fields = new Map(
    text.split('\n').map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]
    }),
  )
  return (key) => {
    const value = fields.get(key)
    if (value === undefined || value === '') throw new Error(`${path}: front matter has no ${key}`)
    return value
  }
}

/** Names used by the template, lists apart. */
function usedNames(template: string): { plain: Set<string>; lists: Map<string, Set<string>> } {
  const lists = new Map<string, Set<string>>()
  const rest = template.replace(
    /\{\{#(\w+)\}\}([\s\S]*?)\{\{\/\1\}\}/gu,
    (_, name: string, body: string) => {
      lists.set(name, new Set([...body.matchAll(/\{\{(\w+)\}\}/gu)].map((match) => match[1] ?? '')))
      return ''
    },
  )
  return {
    plain: new Set([...rest.matchAll(/\{\{(\w+)\}\}/gu)].map((match) => match[1] ?? '')),
    lists,
  }
}

function assertSame(path: string, declared: readonly string[], used: ReadonlySet<string>): void {
  const missing = [...used].filter((name) => !declared.includes(name))
  const unused = declared.filter((name) => !used.has(name))
  if (missing.length > 0) throw new Error(`${path}: uses undeclared ${missing.join(', ')}`)
  if (unused.length > 0) throw new Error(`${path}: never uses ${unused.join(', ')}`)
}

/** Throws, naming the file, when the front matter, the sections or the declared variables are wrong. */
export function parsePrompt(path: string, content: string): ParsedPrompt {
  const parts = FILE.exec(content)
  if (parts === null) throw new Error(`${path}: needs front matter, # system and # user`)
  const [, head = '', system = '', user = ''] = parts
  const field = frontMatter(head, path)
  const input = field('input')
  const lists = Object.fromEntries(
    [...input.matchAll(LIST)].map((match) => [match[1] ?? '', splitNames(match[2] ?? '')]),
  )
  const variables = splitNames(input.replace(LIST, ''))
  const used = usedNames(`${system}\n${user}`)
  assertSame(path, variables, used.plain)
  assertSame(path, Object.keys(lists), new Set(used.lists.keys()))
  for (const [name, fields] of Object.entries(lists)) {
    assertSame(path, fields, used.lists.get(name) ?? new Set())
  }
  const models = field('models')
  field('changed')
  return {
    id: field('id'),
    version: Number(field('version')),
    purpose: field('purpose'),
    step: field('step'),
    models: models === 'none' ? [] : splitNames(models),
    temperature: Number(field('temperature')),
    maxOutputTokens: Number(field('maxOutputTokens')),
    variables,
    lists,
    output: field('output'),
    system,
    user,
  }
}
