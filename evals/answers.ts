import { parseArgs } from 'node:util'
import { roundMetrics } from './retrieval.ts'
import {
  falsePremiseSuite,
  goldenSuite,
  mustRefuseSuite,
  omittedConditionSuite,
} from './suites/answers.ts'
import {
  plantMetrics,
  runCase,
  type CaseResult,
  type Suite,
  type SuiteCase,
} from './suites/case.ts'
import { conversationsSuite, ticketsSuite } from './suites/conversations.ts'
import { emergencySuite, routingSuite, safetySuite } from './suites/safety.ts'
import { progressBar } from './support/progress.ts'
import { startScriptedModel, type ScriptedModel } from './support/scripted-model.ts'
import { countReasons, describeFailure, drawTable, type SuiteReport } from './support/report.ts'
import { brokenLimits, readThresholds } from './support/thresholds.ts'
import { openTurns, type TurnRun } from './support/turns.ts'

export const SUITES: readonly Suite[] = [
  goldenSuite,
  mustRefuseSuite,
  falsePremiseSuite,
  omittedConditionSuite,
  routingSuite,
  safetySuite,
  conversationsSuite,
  ticketsSuite,
  emergencySuite,
]

type Chosen = { suite: Suite; cases: SuiteCase[]; whole: boolean }

/** Suites by name, cases by id or by any word of their id, tags or text; all of them without either. */
export async function chooseCases(options: {
  suites?: readonly string[] | undefined
  filter?: string | undefined
  ids?: readonly string[] | undefined
}): Promise<Chosen[]> {
  const { suites, filter, ids } = options
  const unknown = (suites ?? []).filter((name) => !SUITES.some((suite) => suite.name === name))
  if (unknown.length > 0) {
    throw new Error(
      `Unknown suite "${unknown.join(', ')}". Known: ${SUITES.map(({ name }) => name).join(', ')}`,
    )
  }
  const chosen: Chosen[] = []
  for (const suite of SUITES) {
    if (suites !== undefined && !suites.includes(suite.name)) continue
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
  const metrics = roundMetrics({
    ...suite.metrics(results),
    ...(model === undefined ? {} : plantMetrics(results)),
  })
  const name = model === undefined ? suite.name : `scripted:${suite.name}`
  return { report: { suite: name, metrics, n: results.length }, results }
}

const out = (text: string): void => void process.stdout.write(`${text}\n`)

function printSuite(report: SuiteReport, results: readonly CaseResult[]): void {
  const failed = results.filter(({ verdict }) => !verdict.pass)
  for (const result of failed) out(describeFailure(result))
  const slow = results
    .flatMap(({ replies }) => replies.map(({ milliseconds }) => milliseconds))
    .toSorted((a, b) => a - b)
  const p95 = slow[Math.floor(slow.length * 0.95)] ?? 0
  out('')
  out(
    drawTable([
      [report.suite, `${results.length - failed.length}/${results.length} pass`],
      ['turn p95', `${Math.round(p95)} ms`],
      ...Object.entries(report.metrics).map(([name, value]) => [name, String(value)]),
      ...countReasons(failed)
        .slice(0, 12)
        .map(([reason, count]) => [`  ${reason}`, String(count)]),
    ]),
  )
  out('')
}

/**
 * `npm run eval -- answers [--suite golden …] [--filter words] [--case id …] [--scripted [--plant 0.3]]`: the answer suites
 * through the production turn, without a model or with one that copies well and errs at a stated rate. Exit code 1 when a whole suite is below evals/thresholds.json.
 */
export async function runAnswersSuite(args: readonly string[]): Promise<SuiteReport[]> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      suite: { type: 'string', multiple: true },
      filter: { type: 'string' },
      case: { type: 'string', multiple: true },
      scripted: { type: 'boolean', default: false },
      plant: { type: 'string', default: '0.3' },
    },
  })
  const chosen = await chooseCases({
    suites: values.suite,
    filter: values.filter,
    ids: values.case,
  })
  if (chosen.length === 0) throw new Error('No case fits --suite, --filter and --case.')
  const thresholds = await readThresholds()
  const reports: SuiteReport[] = []
  const broken: string[] = []
  const model = values.scripted ? await startScriptedModel(Number(values.plant)) : undefined
  const turns = await openTurns({ modelUrl: model?.baseUrl })
  try {
    for (const item of chosen) {
      const { report, results } = await runSuite(turns, item, model)
      printSuite(report, results)
      reports.push(report)
      // A part of a suite is run to look at it, not to judge it.
      if (item.whole) broken.push(...brokenLimits(thresholds, report))
    }
  } finally {
    await turns.close()
    await model?.close()
  }
  for (const line of broken) process.stderr.write(`below its limit: ${line}\n`)
  if (broken.length > 0) process.exitCode = 1
  return reports
}
