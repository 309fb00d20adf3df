import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { testFolder, type TestFolder } from './knowledge.ts'

type Reported = { passed: number; failed?: number; skipped?: number }

function report({ passed, failed = 0, skipped = 0 }: Reported): string {
  return JSON.stringify({
    success: failed === 0,
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: skipped,
    numTodoTests: 0,
    testResults: [],
  })
}

const folders: TestFolder[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove()
})

/** `.ci/run` as it is, with an npm that does nothing but what the case says. */
function runCi(
  reports: Readonly<Record<string, Reported>>,
  fails: { verify?: boolean; eval?: boolean; test?: boolean } = {},
): { status: number | null; lines: string[] } {
  const folder = testFolder()
  folders.push(folder)
  cpSync('.ci', `${folder.path}/.ci`, { recursive: true })
  for (const [name, each] of Object.entries(reports))
    folder.write(`reports/${name}.json`, report(each))
  const outcome = (name: keyof typeof fails): string => (fails[name] === true ? 'exit 1' : 'exit 0')
  const program = (name: string, body: string): void =>
    chmodSync(folder.write(`bin/${name}`, `#!/bin/sh\n${body}\n`), 0o755)
  // What it would otherwise install.
  program('chromium', 'exit 0')
  program('fc-list', 'echo a font')
  program(
    'npm',
    `case "$*" in
  'run verify') echo checking; ${outcome('verify')} ;;
  'run eval') echo measuring; ${outcome('eval')} ;;
  test) cp reports/*.json .test-results/; ${outcome('test')} ;;
esac`,
  )
  const result = spawnSync('bash', ['.ci/run'], {
    cwd: folder.path,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${folder.path}/bin:${process.env['PATH'] ?? ''}`,
      TEST_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      CHROMIUM_PATH: '/bin/true',
    },
  })
  return { status: result.status, lines: result.stdout.trim().split('\n') }
}

const all = { unit: { passed: 5 }, server: { passed: 3 }, browser: { passed: 2 } }

describe('.ci/run', () => {
  it('ends with what passed: every test, the checks and the quality suites', () => {
    const { status, lines } = runCi(all)
    expect(status).toBe(0)
    expect(lines).toEqual(expect.arrayContaining(['checking', 'measuring']))
    expect(lines.at(-1)).toBe('12 passed, 0 failed')
  })

  it.each([
    [
      'a failed test',
      { ...all, unit: { passed: 4, failed: 1 } },
      { test: true },
      '11 passed, 1 failed',
    ],
    ['a skipped test', { ...all, unit: { passed: 4, skipped: 1 } }, {}, '11 passed, 1 failed'],
    [
      'a suite that did not run',
      { unit: { passed: 5 }, server: { passed: 3 } },
      { test: true },
      '10 passed, 1 failed',
    ],
    ['a crash after green reports', all, { test: true }, '12 passed, 1 failed'],
    ['a failed check', all, { verify: true }, '11 passed, 1 failed'],
    ['a drop in quality', all, { eval: true }, '11 passed, 1 failed'],
  ])('%s fails the run', (_, reports, fails, last) => {
    const { status, lines } = runCi(reports, fails)
    expect(status).toBe(1)
    expect(lines.at(-1)).toBe(last)
  })
})
