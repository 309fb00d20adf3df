import { drawJunit } from './junit.ts'
import { drawPage } from './page.ts'
import { writeResult, type RunInfo, type SuiteRun } from './results.ts'
import type { Thresholds } from './thresholds.ts'

/** The page for people, JUnit for CI systems, JSON for what is generated from the last run. */
export async function writeReports(
  runs: readonly SuiteRun[],
  info: RunInfo,
  thresholds: Thresholds,
): Promise<string[]> {
  const last = { ...info, suites: runs.map(({ report }) => report) }
  return [
    await writeResult('index.html', drawPage(runs, info, thresholds)),
    await writeResult('junit.xml', drawJunit(runs)),
    await writeResult('last.json', `${JSON.stringify(last, null, 2)}\n`),
  ]
}
