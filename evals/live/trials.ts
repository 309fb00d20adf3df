import type { ChatModel } from '../../src/llm/index.ts'
import { spread } from '../scorers/agreement.ts'
import { answerText } from '../scorers/answers.ts'
import { mean, roundMetrics } from '../scorers/ir.ts'
import { lastOf, runCase, type CaseResult } from '../suites/case.ts'
import type { Chosen } from '../suites/choose.ts'
import { readBaseline, scoresOf } from '../support/baselines.ts'
import { compareGroups } from '../support/compare.ts'
import { JUDGES, type Judge } from '../support/datasets.ts'
import { progressBar } from '../support/progress.ts'
import type { SuiteRun } from '../support/results.ts'
import type { TurnRun } from '../support/turns.ts'
import { askJudge } from './judge.ts'

export type LiveSuite = {
  run: SuiteRun
  /** Standard deviation of each metric over the trials. */
  spreads: Readonly<Record<string, number>>
}

/** Answers of the model, judged; refusals have nothing to judge. What a judge held against one stays with its case. */
async function judgeAnswers(
  model: ChatModel,
  results: readonly CaseResult[],
): Promise<Record<Judge, number>> {
  const answered = results.filter(
    ({ replies }) => replies.length > 0 && lastOf(replies).family === 'answered',
  )
  const bar = progressBar('judges', answered.length)
  const passes: Record<Judge, number> = { faithfulness: 0, completeness: 0, tone: 0 }
  for (const [at, result] of answered.entries()) {
    const reply = lastOf(result.replies)
    const passages = reply.citations
      .map(({ title, section, text }) => `《${title}》${section}\n${text}`)
      .join('\n\n')
    const material = { question: result.question, passages, answer: answerText(reply) }
    const notes: string[] = []
    for (const judge of JUDGES) {
      const { verdict, reason } = await askJudge(model, judge, material)
      if (verdict === 'pass') passes[judge] += 1
      else notes.push(`${judge}: ${reason}`)
    }
    result.notes = notes
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
): Promise<{ results: CaseResult[]; metrics: Record<string, number> }> {
  const bar = progressBar(suite.name, cases.length)
  const results: CaseResult[] = []
  for (const item of cases) {
    results.push(await runCase(turns, item))
    bar(results.length)
  }
  const judged = await judgeAnswers(model, results)
  return { results, metrics: { ...suite.metrics(results), ...judged } }
}

/** A case over its trials: worth their mean, told by the worst of them. */
export function joinTrials(trials: readonly (readonly CaseResult[])[]): CaseResult[] {
  const [first = []] = trials
  return first.map((_, at) => {
    const told = trials.flatMap((results) => results.slice(at, at + 1))
    const [worst] = told.toSorted((a, b) => a.score - b.score)
    if (worst === undefined) throw new Error('a case has at least one trial')
    return { ...worst, score: Number(mean(told.map(({ score }) => score)).toFixed(4)) }
  })
}

export async function runTrials(
  turns: TurnRun,
  chosen: Chosen,
  options: { model: ChatModel; trials: number; directory: URL },
): Promise<LiveSuite> {
  const startedAt = performance.now()
  const { suite, whole } = chosen
  const trials: Awaited<ReturnType<typeof runTrial>>[] = []
  while (trials.length < options.trials) trials.push(await runTrial(turns, chosen, options.model))
  const results = joinTrials(trials.map((trial) => trial.results))
  const figures = Object.keys(trials[0]?.metrics ?? {}).map((name) => {
    const { mean: value, deviation } = spread(trials.map(({ metrics }) => metrics[name] ?? 0))
    return { name, value, deviation }
  })
  const metrics = roundMetrics(Object.fromEntries(figures.map(({ name, value }) => [name, value])))
  const before = await readBaseline(suite.name, options.directory)
  const then = before === undefined ? undefined : scoresOf(before)
  return {
    spreads: Object.fromEntries(figures.map(({ name, deviation }) => [name, deviation])),
    run: {
      report: { suite: suite.name, metrics, n: results.length },
      about: `${suite.about}; in every one of ${trials.length} trials`,
      results,
      comparison: compareGroups(then, results, suite.groups ?? []),
      scoresThen: then,
      promptsThen: before?.prompts,
      before: whole ? (before?.metrics ?? {}) : {},
      broken: [],
      whole,
      seconds: (performance.now() - startedAt) / 1000,
    },
  }
}
