import { parseArgs } from 'node:util'
import { parseConfig } from '../../src/config.ts'
import { createModels, type ChatModel } from '../../src/llm/index.ts'
import { spread } from '../scorers/agreement.ts'
import { answerText } from '../scorers/answers.ts'
import { roundMetrics } from '../scorers/ir.ts'
import { lastOf, runCase, type CaseResult } from '../suites/case.ts'
import { JUDGES, type Judge } from '../support/datasets.ts'
import { endpointFromEnvironment } from '../support/endpoint.ts'
import { progressBar } from '../support/progress.ts'
import { drawTable } from '../support/report.ts'
import { openTurns, type TurnRun } from '../support/turns.ts'
import { chooseCases, type Chosen } from '../tier.ts'
import { askJudge, JUDGE_VERSIONS, measureAgreement } from './judge.ts'

const OPTIONS = {
  suite: { type: 'string', multiple: true },
  filter: { type: 'string' },
  case: { type: 'string', multiple: true },
  trials: { type: 'string', default: '3' },
} as const

/** Answers of the model, judged; refusals have nothing to judge. */
async function judgeAnswers(
  model: ChatModel,
  results: readonly CaseResult[],
): Promise<Record<Judge, number>> {
  const answered = results.filter(
    ({ replies }) => replies.length > 0 && lastOf(replies).family === 'answered',
  )
  const bar = progressBar('judges', answered.length)
  const passes: Record<Judge, number> = { faithfulness: 0, completeness: 0, tone: 0 }
  for (const [at, { question, replies }] of answered.entries()) {
    const reply = lastOf(replies)
    const passages = reply.citations
      .map(({ title, section, text }) => `《${title}》${section}\n${text}`)
      .join('\n\n')
    const material = { question, passages, answer: answerText(reply) }
    for (const judge of JUDGES) {
      const { verdict } = await askJudge(model, judge, material)
      if (verdict === 'pass') passes[judge] += 1
    }
    bar(at + 1)
  }
  const share = (count: number): number => (answered.length === 0 ? 0 : count / answered.length)
  return {
    faithfulness: share(passes.faithfulness),
    completeness: share(passes.completeness),
    tone: share(passes.tone),
  }
}

async function runTrial(
  turns: TurnRun,
  { suite, cases }: Chosen,
  model: ChatModel,
): Promise<Record<string, number>> {
  const bar = progressBar(suite.name, cases.length)
  const results: CaseResult[] = []
  for (const item of cases) {
    results.push(await runCase(turns, item))
    bar(results.length)
  }
  return { ...suite.metrics(results), ...(await judgeAnswers(model, results)) }
}

/**
 * `npm run eval:live -- [--suite golden …] [--filter words] [--case id …] [--trials 3]`: the same suites with the model of
 * OPENAI_BASE_URL and CHAT_MODEL, several times over, with their mean and spread, and judged by the same endpoint.
 */
export async function runLive(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<object> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS })
  const settings = endpointFromEnvironment(environment)
  const model = createModels(parseConfig({ NODE_ENV: 'test', ...settings })).chatModel
  if (model === undefined) throw new Error('the live tier needs a chat model')
  const trials = Math.max(1, Number(values.trials))
  const chosen = (
    await chooseCases({
      suites: values.suite ?? ['golden'],
      filter: values.filter,
      ids: values.case,
    })
  ).filter(({ suite }) => suite.scripted !== true)
  const agreement = await measureAgreement(model)
  const turns = await openTurns({ model: settings })
  const metrics: Record<string, number> = {}
  const rows: string[][] = [['metric', 'mean', `spread over ${trials}`]]
  try {
    for (const item of chosen) {
      const runs: Record<string, number>[] = []
      for (let trial = 0; trial < trials; trial += 1) runs.push(await runTrial(turns, item, model))
      for (const name of Object.keys(runs[0] ?? {})) {
        const { mean, deviation } = spread(runs.map((run) => run[name] ?? 0))
        metrics[`${item.suite.name}.${name}`] = mean
        metrics[`${item.suite.name}.${name}.spread`] = deviation
        rows.push([`${item.suite.name} ${name}`, mean.toFixed(4), `± ${deviation.toFixed(4)}`])
      }
    }
  } finally {
    await turns.close()
  }
  for (const judge of JUDGES) {
    const { agreement: share, kappa, n } = agreement[judge]
    metrics[`judge.${judge}.agreement`] = share
    metrics[`judge.${judge}.kappa`] = kappa
    rows.push([
      `judge ${judge} v${JUDGE_VERSIONS[judge]}, agreement with ${n} labels`,
      share.toFixed(4),
      `kappa ${kappa.toFixed(2)}`,
    ])
  }
  process.stdout.write(`${drawTable(rows)}\n`)
  const n = chosen.reduce((sum, { cases }) => sum + cases.length, 0)
  return { suite: 'live', metrics: roundMetrics(metrics), n, trials, model: model.name }
}
