import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { testFolder, type TestFolder } from './knowledge.ts'

type FileReport = {
  name: string
  status: string
  assertionResults: { status: string; fullName: string; failureMessages: string[] }[]
}
type Reported = { passed: number; failed?: number; skipped?: number; files?: FileReport[] }

function report({ passed, failed = 0, skipped = 0, files = [] }: Reported): string {
  return JSON.stringify({
    success: failed === 0,
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: skipped,
    numTodoTests: 0,
    testResults: files,
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

  const page = (status: string, ...tests: string[]): FileReport => ({
    name: '/x/page.browser.test.ts',
    status,
    assertionResults: tests.map((outcome, index) => ({
      status: outcome,
      fullName: `the page, ${index}`,
      failureMessages: outcome === 'failed' ? ['late'] : [],
    })),
  })
  const firstTime = {
    passed: 6,
    failed: 1,
    skipped: 1,
    files: [page('failed', 'passed', 'failed', 'skipped')],
  }

  it('counts a browser suite that ran once more by its second report, and tells the first', () => {
    const second = { passed: 3, files: [page('passed', 'passed', 'passed', 'passed')] }
    const { status, lines } = runCi({ ...all, browser: firstTime, 'browser-again': second })
    expect(status).toBe(0)
    expect(lines).toEqual(
      expect.arrayContaining([
        'failed the first time: /x/page.browser.test.ts',
        '  the page, 1',
        '    late',
        'passed the second time: /x/page.browser.test.ts',
      ]),
    )
    expect(lines.at(-1)).toBe('18 passed, 0 failed')
  })

  it('fails when it failed twice', () => {
    const second = { passed: 2, failed: 1, files: [page('failed', 'passed', 'failed', 'passed')] }
    const { status, lines } = runCi(
      { ...all, browser: firstTime, 'browser-again': second },
      { test: true },
    )
    expect(status).toBe(1)
    expect(lines).toContain('failed the second time: /x/page.browser.test.ts')
    expect(lines.at(-1)).toBe('17 passed, 1 failed')
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

/** `npm test` with a vitest that reports what the case says: `runs` is the browser suites' first and second report. */
function runTests(
  runs: readonly (readonly FileReport[])[],
  CI?: string,
): { status: number | null; asked: string[] } {
  const folder = testFolder()
  folders.push(folder)
  folder.write('src/entry/build-bundles.ts', '')
  runs.forEach((files, index) =>
    folder.write(`browser-${index}.json`, report({ passed: 1, files: [...files] })),
  )
  folder.write(
    'node_modules/vitest/vitest.mjs',
    `import { appendFileSync, copyFileSync, mkdirSync, readFileSync } from 'node:fs'
    const name = process.argv.find((arg) => arg.startsWith('--outputFile')).split('=')[1]
    appendFileSync('asked', name + ' ' + process.argv.slice(6).join(' ') + '\\n')
    if (!name.includes('browser')) process.exit(0)
    mkdirSync('.test-results', { recursive: true })
    copyFileSync('browser-' + (name.includes('again') ? 1 : 0) + '.json', name)
    const { testResults } = JSON.parse(readFileSync(name, 'utf8'))
    process.exit(testResults.every(({ status }) => status === 'passed') ? 0 : 1)`,
  )
  const { status } = spawnSync(process.execPath, [resolve('src/testing/run-tests.ts')], {
    cwd: folder.path,
    env: { PATH: process.env['PATH'], CHROMIUM_PATH: '/bin/true', ...(CI && { CI }) },
  })
  return { status, asked: readFileSync(`${folder.path}/asked`, 'utf8').trim().split('\n') }
}

describe('npm test', () => {
  const suite = (name: string, status: string): FileReport => ({
    name,
    status,
    assertionResults: [],
  })
  const good = ['a', 'b', 'c', 'd'].map((name) => suite(name, 'passed'))
  const bad = ['e', 'f', 'g', 'h'].map((name) => suite(name, 'failed'))
  const oneBad = [...good, suite('e', 'failed')]

  it('runs the failed browser suites once more in continuous integration, and only those', () => {
    const { status, asked } = runTests([oneBad, [suite('e', 'passed')]], 'true')
    expect(asked.slice(1)).toEqual([
      '.test-results/browser.json --project browser',
      '.test-results/browser-again.json --project browser e',
    ])
    expect(status).toBe(0)
  })

  it.each([
    ['they fail again', [oneBad, [suite('e', 'failed')]], 'true', 3],
    ['many failed', [[...good, ...bad], good], 'true', 2],
    ['nobody asked for a second time', [oneBad, good], undefined, 2],
  ])('fails when %s', (_, runs, CI, asked) => {
    const result = runTests(runs, CI)
    expect(result.status).toBe(1)
    expect(result.asked).toHaveLength(asked)
  })
})
