import { dirname, join, normalize } from 'node:path'

/** Source text by path relative to `src/`, with forward slashes. */
export type Sources = ReadonlyMap<string, string>
export type Violation = { file: string; rule: string; detail: string }

const DOMAINS = [
  'answering',
  'conversations',
  'tickets',
  'retrieval',
  'ingestion',
  'staff',
  'regions',
  'hotspots',
  'volunteers',
  'deliberation',
  'knowledge-base',
  'copilot',
  'open311',
  'jobs',
  'operations',
  'backup',
  'llm',
  'prompts',
]
/** Folder → folders it may import from; its own is always allowed. Root files (ports, config, app) are named apart. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  protocol: [],
  db: ['shared'],
  llm: ['shared', 'ports', 'db', 'protocol'],
  prompts: ['shared', 'llm'],
  retrieval: ['shared', 'protocol', 'ports', 'db', 'llm', 'regions'],
  ingestion: ['shared', 'protocol', 'ports', 'db', 'llm', 'retrieval'],
  conversations: ['shared', 'protocol', 'ports', 'db', 'llm', 'operations'],
  staff: ['shared', 'protocol', 'ports', 'db', 'operations'],
  'knowledge-base': ['shared', 'protocol', 'ports', 'db', 'operations', 'retrieval'],
  regions: ['shared', 'protocol', 'ports', 'db', 'operations'],
  operations: ['shared', 'protocol', 'ports', 'db'],
  tickets: [
    'shared',
    'protocol',
    'ports',
    'db',
    'conversations',
    'operations',
    'regions',
    'staff',
    'llm',
    'prompts',
  ],
  backup: ['shared', 'ports', 'db', 'ingestion', 'tickets'],
  hotspots: ['shared', 'protocol', 'ports', 'db', 'regions', 'tickets'],
  answering: [
    'shared',
    'protocol',
    'ports',
    'db',
    'llm',
    'prompts',
    'retrieval',
    'conversations',
    'tickets',
    'regions',
    'knowledge-base',
  ],
  copilot: [
    'shared',
    'protocol',
    'ports',
    'llm',
    'prompts',
    'retrieval',
    'answering',
    'conversations',
    'tickets',
    'regions',
    'knowledge-base',
  ],
  jobs: ['shared', 'ports', 'db', ...DOMAINS],
  http: [
    'shared',
    'protocol',
    'ports',
    ...DOMAINS.filter((name) => !['llm', 'ingestion', 'backup'].includes(name)),
  ],
  widget: ['protocol'],
  console: ['protocol', 'shared', 'widget'],
  entry: ['*'],
  testing: ['*'],
  bench: ['*'],
}
const NODE_ALLOWED =
  /^(?:entry|ingestion|backup|copilot|testing|bench)\/|^db\/(?:migrate|embedded[\w-]*)\.ts$|\/train\/|vite\.config\.ts$/
const PACKAGE_HOMES: readonly { package: RegExp; home: RegExp; valueOnly?: boolean }[] = [
  { package: /^openai(\/|$)/, home: /^(?:llm|testing|bench)\// },
  { package: /^@langchain\/|^langchain(\/|$)/, home: /^(?:ingestion|copilot|bench)\// },
  { package: /^postgres$/, home: /^(?:db|entry|testing|bench)\//, valueOnly: true },
  { package: /^(?:hono|@hono\/)/, home: /^(?:http|entry|testing|bench)\/|^app\.ts$/ },
]
/** What one embedded session and a transaction pooler make lie, leak or never arrive. */
const FORBIDDEN_SQL: readonly [string, RegExp][] = [
  ['session advisory lock', /pg_(?:try_)?advisory_lock(?:_shared)?\s*\(/i],
  ['SET outside a function', /(?:sql|tx)`\s*set\s+(?!local\b)/i],
  [
    'LISTEN/NOTIFY',
    /(?:sql|tx)`\s*(?:listen|notify)\b|\.(?:listen|notify|subscribe)\(\s*['"`]\w+['"`]\s*,\s*(?:async\s*)?\(?\w*\)?\s*=>.*payload/i,
  ],
  ['temporary table', /create\s+temp(?:orary)?\s+table/i],
  ['cursor held open', /(?:sql|tx)`\s*declare\s+\w+\s+(?:\w+\s+)*cursor/i],
]

export type Import = { specifier: string; typeOnly: boolean }

export function listImports(text: string): Import[] {
  const found: Import[] = []
  const plain = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')
  for (const match of plain.matchAll(
    /(?:^|\n)\s*(import|export)\s+(type\s+)?([^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/g,
  )) {
    if (match[1] === 'export' && match[3] === undefined) continue
    found.push({ specifier: match[4] ?? '', typeOnly: match[2] !== undefined })
  }
  for (const match of plain.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)) {
    found.push({ specifier: match[1] ?? '', typeOnly: false })
  }
  return found
}

function folderOf(file: string): string {
  return file.includes('/') ? (file.split('/')[0] ?? '') : file.replace(/\.ts$/, '')
}

function resolve(from: string, specifier: string): string {
  return normalize(join(dirname(from), specifier)).replaceAll('\\', '/')
}

const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file)

/** All rules of the house that can be read off the sources. */
export function checkArchitecture(sources: Sources): Violation[] {
  const violations: Violation[] = []
  for (const [file, text] of sources) {
    if (isTest(file)) continue
    violations.push(...checkImports(file, text), ...checkText(file, text))
  }
  return [...violations, ...findCycles(sources), ...checkReachable(sources, 'entry/worker.ts')]
}

function checkImports(file: string, text: string): Violation[] {
  const out: Violation[] = []
  const folder = folderOf(file)
  const allowed = MAY_IMPORT[folder]
  for (const { specifier, typeOnly } of listImports(text)) {
    if (specifier.startsWith('node:') && !NODE_ALLOWED.test(file))
      out.push({ file, rule: 'node-only', detail: specifier })
    for (const home of PACKAGE_HOMES) {
      const exempt = home.valueOnly === true && typeOnly
      if (home.package.test(specifier) && !home.home.test(file) && !exempt)
        out.push({ file, rule: 'package-home', detail: specifier })
    }
    if (!specifier.startsWith('.') || /\.(?:json|css)$/.test(specifier)) continue
    const target = resolve(file, specifier)
    const other = folderOf(target)
    if (target.startsWith('../') || other === folder || allowed === undefined) continue
    if (allowed[0] === '*') continue
    const root = ['ports', 'config', 'app'].includes(other)
    if (!allowed.includes(other) && !(root && allowed.includes('ports')))
      out.push({ file, rule: 'direction', detail: target })
    else if (
      DOMAINS.includes(other) &&
      !target.endsWith('/index.ts') &&
      !(typeOnly && target.endsWith('/types.ts'))
    ) {
      out.push({ file, rule: 'through-index', detail: target })
    }
  }
  return out
}

function checkText(file: string, text: string): Violation[] {
  const out: Violation[] = []
  if (
    /\b(?:sql|tx)(?:<[^`]*?>)?`/.test(text) &&
    !/(?:^|[/-])store\.ts$|^db\/|^testing\/|^bench\/|-store\.ts$/.test(file)
  ) {
    out.push({ file, rule: 'sql-in-store', detail: 'a query outside store.ts' })
  }
  if (/\bprocess\.env\b/.test(text) && !/^(?:entry|testing|bench)\//.test(file))
    out.push({ file, rule: 'env', detail: 'process.env' })
  for (const [name, pattern] of FORBIDDEN_SQL) {
    if (!file.startsWith('testing/') && pattern.test(text))
      out.push({ file, rule: 'forbidden-sql', detail: name })
  }
  return out
}

function graphOf(sources: Sources): Map<string, Import[]> {
  return new Map(
    [...sources]
      .filter(([file]) => !isTest(file))
      .map(([file, text]) => [
        file,
        listImports(text).map((item) => ({
          ...item,
          specifier: item.specifier.startsWith('.')
            ? resolve(file, item.specifier)
            : item.specifier,
        })),
      ]),
  )
}

function findCycles(sources: Sources): Violation[] {
  const graph = graphOf(sources)
  const state = new Map<string, 'open' | 'done'>()
  const out: Violation[] = []
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'done') return
    if (state.get(file) === 'open') {
      out.push({
        file,
        rule: 'cycle',
        detail: [...path.slice(path.indexOf(file)), file].join(' → '),
      })
      return
    }
    state.set(file, 'open')
    for (const { specifier } of graph.get(file) ?? [])
      if (graph.has(specifier)) visit(specifier, [...path, file])
    state.set(file, 'done')
  }
  for (const file of graph.keys()) visit(file, [])
  return out
}

/** Nothing the Worker loads may need Node or LangChain; types are erased and do not count. */
function checkReachable(sources: Sources, start: string): Violation[] {
  const graph = graphOf(sources)
  const seen = new Set<string>()
  const out: Violation[] = []
  const queue = [start]
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    for (const { specifier, typeOnly } of graph.get(file) ?? []) {
      if (typeOnly) continue
      if (/^node:|^@langchain\/|^langchain/.test(specifier))
        out.push({ file, rule: 'worker-reachable', detail: specifier })
      if (graph.has(specifier)) queue.push(specifier)
    }
  }
  return out
}
