import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { runAll } from './run-all.ts'
import type { Ran } from './run-suite.ts'
import { chooseCases, type Chosen } from './suites/choose.ts'
import { acceptRuns } from './support/accept-runs.ts'
import { readBaseline, scoresOf } from './support/baselines.ts'
import { compareGroups } from './support/compare.ts'
import { describeFailure, describePrompts, drawSuite, drawSummary } from './support/report.ts'
import { checkPrompts, describeRun, type SuiteRun } from './support/results.ts'
import { brokenLimits, readThresholds, type Thresholds } from './support/thresholds.ts'
import { writeReports } from './support/write-reports.ts'

/** Each has a database of its own; more than a few take more memory than they save time. */
const MOST_JOBS = 4

async function judgeSuite(
  chosen: Chosen,
  { report, results, seconds }: Ran,
  thresholds: Thresholds,
): Promise<SuiteRun> {
  const before = await readBaseline(report.suite)
  const then = before === undefined ? undefined : scoresOf(before)
  return {
    report,
    about: chosen.suite.about,
    results,
    comparison: compareGroups(then, results, chosen.suite.groups ?? []),
    scoresThen: then,
    promptsThen: before?.prompts,
    // The baseline's figures are those of the whole suite.
    before: chosen.whole ? (before?.metrics ?? {}) : {},
    // A part of a suite is run to look at it, not to judge it.
    broken: chosen.whole ? brokenLimits(thresholds, report) : [],
    whole: chosen.whole,
    seconds,
  }
}

const OPTIONS = {
  suite: { type: 'string', multiple: true },
  filter: { type: 'string' },
  case: { type: 'string', multiple: true },
  failures: { type: 'boolean', default: false },
  plant: { type: 'string', default: '0.3' },
  jobs: { type: 'string' },
  prepared: { type: 'string' },
  'update-baseline': { type: 'boolean', default: false },
  reason: { type: 'string' },
  out: { type: 'string' },
} as const

const out = (text: string): void => void process.stdout.write(`${text}\n`)
const fail = (text: string): void => {
  process.stderr.write(`${text}\n`)
  process.exitCode = 1
}

/**
 * `npm run eval -- [--suite golden …] [--filter words] [--case id …] [--failures] [--update-baseline [--reason "…"]]
 * [--jobs 2] [--out folder] [--prepared file]`: the deterministic tier. Exit code 1 when a whole suite breaks a limit, or
 * what was run is worse than its baseline.
 */
export async function runTier(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS })
  checkPrompts()
  const chosen = await chooseCases({
    suites: values.suite,
    filter: values.filter,
    ids: values.case,
  })
  if (chosen.length === 0) throw new Error('No case fits --suite, --filter and --case.')
  const thresholds = await readThresholds()
  const part = values.filter !== undefined || values.case !== undefined
  const unordered: SuiteRun[] = []
  await runAll(chosen, {
    jobs: Number(values.jobs ?? Math.min(MOST_JOBS, availableParallelism())),
    rate: Number(values.plant),
    prepared: values.prepared === undefined ? undefined : await readFile(values.prepared),
    async onSuite(item, ran) {
      const run = await judgeSuite(item, ran, thresholds)
      unordered.push(run)
      const fell = new Set(run.comparison.down)
      const told = run.results.filter(
        ({ id, verdict }) => !verdict.pass && (part || values.failures || fell.has(id)),
      )
      for (const result of told) out(describeFailure(result))
      out(`\n${drawSuite(run, thresholds)}\n`)
    },
  })
  const runs = chosen.flatMap(({ suite }) =>
    unordered.filter(({ report }) => report.suite === suite.name),
  )
  const info = describeRun('none')
  const changed = describePrompts(runs, info)
  out(drawSummary(runs))
  if (changed !== undefined)
    out(`${changed}; the scripted model reads no wording: npm run eval:live measures that`)
  for (const path of await writeReports(runs, info, { thresholds, directory: values.out }))
    out(`written: ${path}`)
  for (const line of runs.flatMap(({ broken }) => broken)) fail(`beyond its limit: ${line}`)
  if (values['update-baseline']) {
    for (const line of await acceptRuns(runs, { reason: values.reason })) fail(line)
  } else {
    for (const { report, comparison } of runs) {
      if (comparison.change === 'worse') fail(`worse than its baseline: ${report.suite}`)
    }
  }
}
