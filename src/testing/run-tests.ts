import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'

/** `npm test`: everything this machine can run, and a plain word on what it cannot and how to change that. */
const chromium = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const has = {
  database:
    process.env['TEST_DATABASE_URL'] !== undefined && process.env['TEST_DATABASE_URL'] !== '',
  browser: existsSync(chromium),
}
const MOST_TRIED_AGAIN = 3
const left: string[] = []
if (!has.database) {
  left.push(
    'PostgreSQL and workerd suites: set TEST_DATABASE_URL to a PostgreSQL 17 with pgvector ≥ 0.8 (.ci/postgres.sh start makes one)',
  )
}
if (!has.browser)
  left.push('browser suites: install Chromium (apt-get install chromium) or set CHROMIUM_PATH')

const leftOut = left.map((line) => `  - ${line}\n`).join('')
// Continuous integration sets this: there, a suite that cannot run is a failure.
if (process.env['REQUIRE_ALL'] === '1' && left.length > 0) {
  process.stderr.write(`REQUIRE_ALL=1, but this machine cannot run:\n${leftOut}`)
  process.exit(1)
}

function vitest(
  name: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): boolean {
  const result = spawnSync(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--config',
      'src/testing/vitest.config.ts',
      `--outputFile.json=.test-results/${name}.json`,
      ...args,
    ],
    { stdio: 'inherit', env: { ...process.env, CHROMIUM_PATH: chromium, ...environment } },
  )
  return result.status === 0
}

type Report = { testResults: { name: string; status: string }[] }

/**
 * Two real programs and a machine that does other work between them: in continuous integration a browser suite that failed
 * runs once more, whole and with a database of its own, and the summary names it. Many failed ones are no accident.
 */
function browserSuites(extra: readonly string[]): boolean {
  rmSync('.test-results/browser-again.json', { force: true })
  const ok = vitest('browser', ['--project', 'browser', ...extra])
  if (ok || process.env['CI'] === undefined || !existsSync('.test-results/browser.json')) return ok
  const report: Report = JSON.parse(readFileSync('.test-results/browser.json', 'utf8'))
  const failed = report.testResults.filter(({ status }) => status !== 'passed')
  if (failed.length === 0 || failed.length > MOST_TRIED_AGAIN) return false
  process.stdout.write(`\nOnce more: ${failed.map(({ name }) => name).join(', ')}\n`)
  return vitest('browser-again', ['--project', 'browser', ...failed.map(({ name }) => name)])
}

const build = spawnSync(process.execPath, ['src/entry/build-bundles.ts'], { stdio: 'inherit' })
let ok = build.status === 0
const extra = process.argv.slice(2)
ok = vitest('unit', ['--project', 'unit', ...extra], { TEST_DATABASE_URL: '' }) && ok
if (has.database) ok = vitest('server', ['--project', 'server', ...extra]) && ok
if (has.browser) ok = browserSuites(extra) && ok

process.stdout.write(
  left.length === 0 ? '\nNothing was left out.\n' : `\nLeft out on this machine:\n${leftOut}`,
)
process.exit(ok ? 0 : 1)
