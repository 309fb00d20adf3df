import { parseArgs } from 'node:util'
import { roundMetrics } from './scorers/ir.ts'
import { runCase, type CaseResult, type Suite, type SuiteCase } from './suites/case.ts'
import { SUITES, suitesNamed } from './suites/index.ts'
import {
  BaselineRefused,
  nextBaseline,
  readBaseline,
  scoresOf,
  writeBaseline,
} from './support/baselines.ts'
import { compareGroups, type CaseScores } from './support/compare.ts'
import { progressBar } from './support/progress.ts'
import { describeFailure, drawSuite, drawSummary } from './support/report.ts'
import { describeRun, type SuiteReport, type SuiteRun } from './support/results.ts'
import { writeReports } from './support/write-reports.ts'
import { startScriptedModel, type ScriptedModel } from './support/scripted-model.ts'
import { brokenLimits, readThresholds, type Thresholds } from './support/thresholds.ts'
import { openTurns, type TurnRun } from './support/turns.ts'

export type Chosen = { suite: Suite; cases: SuiteCase[]; whole: boolean }

/** Suites by name, cases by id or by any word of their id, tags or text; all of them without either. */
export async function chooseCases(options: {
  suites?: readonly string[] | undefined
  filter?: string | undefined
  ids?: readonly string[] | undefined
}): Promise<Chosen[]> {
  const { suites, filter, ids } = options
  const chosen: Chosen[] = []
  for (const suite of suites === undefined ? SUITES : suitesNamed(suites)) {
    const all = await suite.load()
    const cases = all.filter(
      ({ id, tags, messages }) =>
        (ids === undefined || ids.includes(id)) &&
        (filter === undefined || [id, ...tags, ...messages].join('\n').includes(filter)),
    )
    if (cases.length > 0) chosen.push({ suite, cases, whole: cases.length === all.length })
  }
  return chosen
}

export async function runSuite(
  turns: TurnRun,
  { suite, cases }: Pick<Chosen, 'suite' | 'cases'>,
  model?: ScriptedModel,
): Promise<{ report: SuiteReport; results: CaseResult[] }> {
  const bar = progressBar(suite.name, cases.length)
  const results: CaseResult[] = []
  for (const item of cases) {
    results.push(await runCase(turns, item, model))
    bar(results.length)
  }
  const metrics = roundMetrics(suite.metrics(results))
  return { report: { suite: suite.name, metrics, n: results.length }, results }
}

/** One knowledge base without a model and, once a suite asks for it, one with the scripted model. */
class Benches {
  readonly #rate: number
  #plain: TurnRun | undefined
  #scripted: { turns: TurnRun; model: ScriptedModel } | undefined

  constructor(rate: number) {
    this.#rate = rate
  }

  async run(chosen: Chosen): Promise<{ report: SuiteReport; results: CaseResult[] }> {
    if (chosen.suite.scripted !== true) {
      this.#plain ??= await openTurns()
      return runSuite(this.#plain, chosen)
    }
    if (this.#scripted === undefined) {
      const model = await startScriptedModel(this.#rate)
      this.#scripted = { model, turns: await openTurns({ model: model.settings }) }
    }
    return runSuite(this.#scripted.turns, chosen, this.#scripted.model)
  }

  async close(): Promise<void> {
    await this.#plain?.close()
    await this.#scripted?.turns.close()
    await this.#scripted?.model.close()
  }
}

const scoresNow = (results: readonly CaseResult[]): CaseScores =>
  new Map(results.map(({ id, score }) => [id, score]))

async function judgeSuite(
  benches: Benches,
  chosen: Chosen,
  thresholds: Thresholds,
): Promise<SuiteRun> {
  const startedAt = performance.now()
  const { report, results } = await benches.run(chosen)
  const before = await readBaseline(report.suite)
  const then = before === undefined ? undefined : scoresOf(before)
  return {
    report,
    about: chosen.suite.about,
    results,
    comparison: compareGroups(then, results, chosen.suite.groups ?? []),
    // The baseline's figures are those of the whole suite.
    before: chosen.whole ? (before?.metrics ?? {}) : {},
    // A part of a suite is run to look at it, not to judge it.
    broken: chosen.whole ? brokenLimits(thresholds, report) : [],
    whole: chosen.whole,
    seconds: (performance.now() - startedAt) / 1000,
  }
}

const OPTIONS = {
  suite: { type: 'string', multiple: true },
  filter: { type: 'string' },
  case: { type: 'string', multiple: true },
  failures: { type: 'boolean', default: false },
  plant: { type: 'string', default: '0.3' },
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
 * [--out folder]`: the deterministic tier. Exit code 1 when a whole suite breaks a limit, or what was run is worse than
 * its baseline.
 */
export async function runTier(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS })
  const chosen = await chooseCases({
    suites: values.suite,
    filter: values.filter,
    ids: values.case,
  })
  if (chosen.length === 0) throw new Error('No case fits --suite, --filter and --case.')
  const thresholds = await readThresholds()
  const part = values.filter !== undefined || values.case !== undefined
  const runs: SuiteRun[] = []
  const benches = new Benches(Number(values.plant))
  try {
    for (const item of chosen) {
      const run = await judgeSuite(benches, item, thresholds)
      runs.push(run)
      const fell = new Set(run.comparison.down)
      const told = run.results.filter(
        ({ id, verdict }) => !verdict.pass && (part || values.failures || fell.has(id)),
      )
      for (const result of told) out(describeFailure(result))
      out(`\n${drawSuite(run, thresholds)}\n`)
    }
  } finally {
    await benches.close()
  }
  out(drawSummary(runs))
  for (const path of await writeReports(runs, describeRun('none'), {
    thresholds,
    directory: values.out,
  }))
    out(`written: ${path}`)
  for (const line of runs.flatMap(({ broken }) => broken)) fail(`beyond its limit: ${line}`)
  if (values['update-baseline']) await acceptRuns(runs, values.reason)
  else {
    for (const { report, comparison } of runs) {
      if (comparison.change === 'worse') fail(`worse than its baseline: ${report.suite}`)
    }
  }
}

async function acceptRuns(runs: readonly SuiteRun[], reason: string | undefined): Promise<void> {
  for (const { report, results, comparison, whole } of runs) {
    if (!whole) {
      fail(`${report.suite}: only a part was run, the baseline stays`)
      continue
    }
    const { at, commit } = describeRun('none')
    const before = await readBaseline(report.suite)
    const scores = scoresNow(results)
    const passes = results.filter(({ verdict }) => verdict.pass).length
    try {
      await writeBaseline(
        nextBaseline({ report, passes, scores, comparison, before, reason, at, commit }),
      )
    } catch (error) {
      if (!(error instanceof BaselineRefused)) throw error
      fail(error.message)
    }
  }
}
