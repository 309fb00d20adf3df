import {
  BaselineRefused,
  BASELINES,
  nextBaseline,
  readBaseline,
  writeBaseline,
} from './baselines.ts'
import { describeRun, type SuiteRun } from './results.ts'

/** Makes whole suites the new baseline; returned is why some were not taken. */
export async function acceptRuns(
  runs: readonly SuiteRun[],
  options: { reason?: string | undefined; directory?: URL },
): Promise<string[]> {
  const { reason, directory = BASELINES } = options
  const { at, commit, prompts } = describeRun('none')
  const refused: string[] = []
  for (const { report, results, comparison, whole } of runs) {
    if (!whole) {
      refused.push(`${report.suite}: only a part was run, the baseline stays`)
      continue
    }
    const before = await readBaseline(report.suite, directory)
    const scores = new Map(results.map(({ id, score }) => [id, score]))
    const passes = results.filter(({ verdict }) => verdict.pass).length
    const made = { report, passes, scores, comparison, before, reason, at, commit, prompts }
    try {
      await writeBaseline(nextBaseline(made), directory)
    } catch (error) {
      if (!(error instanceof BaselineRefused)) throw error
      refused.push(error.message)
    }
  }
  return refused
}
