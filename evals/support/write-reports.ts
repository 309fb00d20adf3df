import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { drawJunit } from './junit.ts'
import { drawPage } from './page.ts'
import { RESULTS, type RunInfo, type SuiteRun } from './results.ts'
import type { Thresholds } from './thresholds.ts'

/** The page for people, JUnit for CI systems, JSON for what is generated from the last run. */
export async function writeReports(
  runs: readonly SuiteRun[],
  info: RunInfo,
  options: { thresholds: Thresholds; directory?: string | undefined },
): Promise<string[]> {
  const suites = runs.map(({ report, before, whole, comparison }) => {
    const { change, up, down } = comparison
    return { ...report, before, whole, change, up, down }
  })
  const files: readonly [string, string][] = [
    ['index.html', drawPage(runs, info, options.thresholds)],
    ['junit.xml', drawJunit(runs)],
    ['last.json', `${JSON.stringify({ ...info, suites }, null, 2)}\n`],
  ]
  const directory = options.directory ?? fileURLToPath(RESULTS)
  await mkdir(directory, { recursive: true })
  return Promise.all(
    files.map(async ([name, text]) => {
      const path = join(directory, name)
      await writeFile(path, text)
      return path
    }),
  )
}
