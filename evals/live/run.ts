import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { parseConfig } from '../../src/config.ts'
import { createModels, type ChatModel } from '../../src/llm/index.ts'
import { roundMetrics } from '../scorers/ir.ts'
import { chooseCases } from '../suites/choose.ts'
import { acceptRuns } from '../support/accept-runs.ts'
import { BASELINES, liveBaselines } from '../support/baselines.ts'
import { JUDGES } from '../support/datasets.ts'
import { endpointFromEnvironment } from '../support/endpoint.ts'
import {
  describeChange,
  describeFailure,
  describeHeadline,
  describePrompts,
  drawTable,
} from '../support/report.ts'
import { checkPrompts, describeRun, RESULTS, type RunInfo } from '../support/results.ts'
import { openTurns } from '../support/turns.ts'
import { writeReports } from '../support/write-reports.ts'
import { JUDGE_VERSIONS, measureAgreement } from './judge.ts'
import { runTrials, type LiveSuite } from './trials.ts'

const OPTIONS = {
  suite: { type: 'string', multiple: true },
  filter: { type: 'string' },
  case: { type: 'string', multiple: true },
  trials: { type: 'string', default: '3' },
  out: { type: 'string' },
  'update-baseline': { type: 'boolean', default: false },
  reason: { type: 'string' },
} as const

type Places = {
  environment?: Readonly<Record<string, string | undefined>>
  baselines?: URL
}

const out = (text: string): void => void process.stdout.write(`${text}\n`)
const fail = (text: string): void => {
  process.stderr.write(`${text}\n`)
  process.exitCode = 1
}

type Judged = { metrics: Record<string, number>; rows: string[][] }

async function tellAgreement(model: ChatModel): Promise<Judged> {
  const agreement = await measureAgreement(model)
  return {
    metrics: Object.fromEntries(
      JUDGES.flatMap((judge) => [
        [`judge.${judge}.agreement`, agreement[judge].agreement],
        [`judge.${judge}.kappa`, agreement[judge].kappa],
      ]),
    ),
    rows: JUDGES.map((judge) => [
      `judge ${judge} v${JUDGE_VERSIONS[judge]}, agreement with ${agreement[judge].n} labels`,
      agreement[judge].agreement.toFixed(4),
      `kappa ${agreement[judge].kappa.toFixed(2)}`,
    ]),
  }
}

function tell(suites: readonly LiveSuite[], judged: Judged, info: RunInfo & { trials: number }) {
  const rows = suites.flatMap(({ run, spreads }) =>
    Object.entries(run.report.metrics).map(([name, value]) => [
      `${run.report.suite} ${name}`,
      value.toFixed(4),
      `± ${(spreads[name] ?? 0).toFixed(4)}`,
      run.before[name]?.toFixed(4) ?? '',
    ]),
  )
  for (const { run } of suites) {
    const fell = new Set(run.comparison.down)
    for (const result of run.results) if (fell.has(result.id)) out(describeFailure(result))
  }
  const head = ['metric', 'mean', `spread over ${info.trials}`, 'baseline']
  out(drawTable([head, ...rows, ...judged.rows]))
  const runs = suites.map(({ run }) => run)
  for (const { report, comparison } of runs) {
    out(`${report.suite}: ${describeChange(comparison)}`)
  }
  out(describeHeadline(runs).text)
  const changed = describePrompts(runs, info)
  if (changed !== undefined) out(changed)
}

function figuresOf({ run, spreads }: LiveSuite): [string, number][] {
  return Object.entries(run.report.metrics).flatMap(([name, value]) => [
    [`${run.report.suite}.${name}`, value],
    [`${run.report.suite}.${name}.spread`, spreads[name] ?? 0],
  ])
}

/**
 * `npm run eval:live -- [--suite golden …] [--filter words] [--case id …] [--trials 3] [--out folder] [--update-baseline
 * [--reason "…"]]`: the same suites with the model of OPENAI_BASE_URL and CHAT_MODEL, several times over, with their mean
 * and spread, judged by the same endpoint, and compared case by case with the last accepted run of that model.
 */
export async function runLive(args: readonly string[], places: Places = {}): Promise<object> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS })
  const settings = endpointFromEnvironment(places.environment)
  const model = createModels(parseConfig({ NODE_ENV: 'test', ...settings })).chatModel
  if (model === undefined) throw new Error('the live tier needs a chat model')
  checkPrompts()
  const directory = liveBaselines(model.name, places.baselines ?? BASELINES)
  const trials = Math.max(1, Number(values.trials))
  const all = await chooseCases({
    suites: values.suite ?? ['golden'],
    filter: values.filter,
    ids: values.case,
  })
  const chosen = all.filter(({ suite }) => suite.scripted !== true)
  const judged = await tellAgreement(model)
  const turns = await openTurns({ model: settings })
  const suites: LiveSuite[] = []
  try {
    for (const item of chosen)
      suites.push(await runTrials(turns, item, { model, trials, directory }))
  } finally {
    await turns.close()
  }
  const info = describeRun(model.name)
  const runs = suites.map(({ run }) => run)
  tell(suites, judged, { ...info, trials })
  const folder = values.out ?? fileURLToPath(new URL('live/', RESULTS))
  for (const path of await writeReports(runs, info, { thresholds: {}, directory: folder }))
    out(`written: ${path}`)
  if (values['update-baseline']) {
    for (const line of await acceptRuns(runs, { reason: values.reason, directory })) fail(line)
  } else {
    for (const { report, comparison } of runs) {
      if (comparison.change === 'worse') fail(`worse than its baseline: ${report.suite}`)
    }
  }
  const metrics = { ...Object.fromEntries(suites.flatMap(figuresOf)), ...judged.metrics }
  const n = chosen.reduce((sum, { cases }) => sum + cases.length, 0)
  return { suite: 'live', metrics: roundMetrics(metrics), n, trials, model: model.name }
}
