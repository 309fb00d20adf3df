import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { findTypeFaults } from './check-types.ts'
import { PROTECTIONS } from './index.ts'
import { readSeen, renderPage, type Seen } from './page.ts'
import type { Protection } from './protection.ts'
import { runVitest } from './run-vitest.ts'
import { judge, whyNotGreen, type Verdict } from './verdict.ts'
import { copyWorkingTree, type WorkingCopy } from './working-copy.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const PAGE = '.docs/protections.md'

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`

function select(ids: readonly string[]): readonly Protection[] {
  const unknown = ids.filter((id) => !PROTECTIONS.some((row) => row.id === id))
  if (unknown.length > 0) throw new RangeError(`No such protection: ${unknown.join(', ')}`)
  return ids.length === 0 ? PROTECTIONS : PROTECTIONS.filter(({ id }) => ids.includes(id))
}

/** Every test that stands for a row, once, with everything in place; the rows whose test does not pass then. */
async function findNotGreen(
  copy: WorkingCopy,
  rows: readonly Protection[],
): Promise<ReadonlyMap<string, string>> {
  const reasons = new Map<string, string>()
  const files = Map.groupBy(rows, ({ project, test }) => `${project} ${test.file}`)
  let at = 0
  for (const [title, group] of files) {
    at += 1
    const [first] = group
    if (first === undefined) continue
    const began = performance.now()
    const tests = group.map(({ test }) => test)
    const { project, test } = first
    const { report, output } = await runVitest({ root: copy.root, project, file: test.file, tests })
    for (const row of group) {
      const why = report === undefined ? output.slice(-400) : whyNotGreen(report, row)
      if (why !== undefined) reasons.set(row.id, why)
    }
    const red = group.filter(({ id }) => reasons.has(id)).length
    say(
      `  ${at}/${files.size} ${title}: ${red === 0 ? 'green' : `${red} not green`} (${seconds(began)})`,
    )
  }
  return reasons
}

async function prove(copy: WorkingCopy, row: Protection): Promise<Verdict> {
  const { project, test } = row
  const run = { root: copy.root, project, file: test.file, tests: [test] }
  const { report, output } = await copy.without(row, () => runVitest(run))
  return report === undefined
    ? { kind: 'broken', why: `vitest wrote no report: ${output.slice(-200)}` }
    : judge(report, row)
}

const WORDS: Record<Verdict['kind'], string> = {
  noticed: 'noticed',
  survived: 'NOT NOTICED',
  broken: 'PROVES NOTHING',
}

/** Takes each row away and reports; what the tests that noticed said. */
async function proveAll(
  copy: WorkingCopy,
  rows: readonly Protection[],
): Promise<Map<string, Seen>> {
  say(`\nWith everything in place, ${rows.length} rows:`)
  const reasons = new Map(await findNotGreen(copy, rows))
  say('\nTypes without each:')
  for (const [id, why] of await findTypeFaults(copy, rows)) reasons.set(id, why)
  say(reasons.size === 0 ? '  sound' : `  ${reasons.size} rows are not sound`)
  say('\nTaken away one at a time:')
  const seen = new Map<string, Seen>()
  const on = new Date().toISOString().slice(0, 10)
  for (const [at, row] of rows.entries()) {
    const began = performance.now()
    const why = reasons.get(row.id)
    const verdict = why === undefined ? await prove(copy, row) : { kind: 'broken' as const, why }
    const detail =
      verdict.kind === 'noticed'
        ? verdict.said
        : verdict.kind === 'broken'
          ? verdict.why
          : row.takes
    say(
      `  ${at + 1}/${rows.length} ${row.id}: ${WORDS[verdict.kind]}: ${detail} (${seconds(began)})`,
    )
    if (verdict.kind === 'noticed') seen.set(row.id, { said: verdict.said, on })
  }
  return seen
}

/** What was seen now, and what the page tells of the rows that were not tried, as they are today. */
function writePage(tried: readonly Protection[], seen: ReadonlyMap<string, Seen>): void {
  const path = join(ROOT, PAGE)
  const others = PROTECTIONS.filter((row) => !tried.includes(row))
  const before = existsSync(path) ? readSeen(readFileSync(path, 'utf8'), others) : []
  writeFileSync(path, renderPage(PROTECTIONS, new Map([...before, ...seen])))
  say(`written: ${PAGE}`)
}

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { write: { type: 'boolean' }, list: { type: 'boolean' } },
  })
  const chosen = select(positionals)
  if (values.list === true) {
    for (const { id, promise, says } of chosen) say(`${id}  ${promise}  ${says}`)
    return 0
  }
  const hasServer = (process.env['TEST_DATABASE_URL'] ?? '') !== ''
  const rows = chosen.filter(({ project }) => hasServer || project === 'unit')
  const refused = chosen.length - rows.length
  const copy = copyWorkingTree(ROOT)
  const seen = await proveAll(copy, rows).finally(() => copy.remove())
  say(`\n${seen.size} of ${chosen.length} protections are noticed when they are missing.`)
  if (refused > 0) {
    say(
      `${refused} were not tried: they need two sessions. Set TEST_DATABASE_URL to a PostgreSQL 17 with pgvector (.ci/postgres.sh start makes one).`,
    )
  }
  if (values.write === true) writePage(rows, seen)
  return seen.size === chosen.length ? 0 : 1
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 2
  },
)
