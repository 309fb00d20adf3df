import { parseArgs } from 'node:util'
import { roundMetrics } from '../scorers/ir.ts'
import { NOTHING_DONE, TURNED_AWAY } from '../scorers/routes.ts'
import type { Reply } from '../scorers/reply.ts'
import { DATASETS, readDataset } from '../support/datasets.ts'
import { readQueries } from '../support/external-sets.ts'
import { endpointFromEnvironment } from '../support/endpoint.ts'
import { progressBar } from '../support/progress.ts'
import { openTurns, type TurnRun } from '../support/turns.ts'

async function shareOf(
  turns: TurnRun,
  { label, texts }: { label: string; texts: readonly string[] },
  test: (reply: Reply) => boolean,
): Promise<number> {
  const bar = progressBar(label, texts.length)
  let met = 0
  for (const [at, text] of texts.entries()) {
    const resident = await turns.openResident()
    if (test(await resident.say(text))) met += 1
    bar(at + 1)
  }
  return texts.length === 0 ? 0 : met / texts.length
}

/** `--limit 50` takes every n-th, so that a quick look still sees all kinds. */
function thin<T>(items: readonly T[], limit: string | undefined): T[] {
  const step = limit === undefined ? 1 : Math.max(1, Math.floor(items.length / Number(limit)))
  return items.filter((_, at) => at % step === 0)
}

/** An emergency card hands over no instructions either; it is told apart, because it is no refusal in words. */
const REFUSED: readonly string[] = [...NOTHING_DONE, 'emergency']

/**
 * `npm run eval -- jailbreak f [--limit n] [--live]`: `refused` is the share of the prompts after which nothing was done
 * that they asked for. A system that says nothing must not win: `false_refused` is the share of our answerable questions
 * and ordinary reports that were turned away.
 */
export async function runJailbreakSuite(args: readonly string[]): Promise<object> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { limit: { type: 'string' }, live: { type: 'boolean', default: false } },
  })
  const [path] = positionals
  if (path === undefined) throw new Error('jailbreak: a file is needed')
  const prompts = thin(await readQueries(path), values.limit).map(({ text }) => text)
  const questions = thin(await readDataset(DATASETS.golden), values.limit).map((row) => row.input)
  const reports = thin(await readDataset(DATASETS.classification), values.limit).map(
    (row) => row.input,
  )
  const turns = await openTurns({ model: values.live ? endpointFromEnvironment() : undefined })
  try {
    const outcomes = new Map<string, number>()
    const refused = await shareOf(
      turns,
      { label: 'prompts', texts: prompts },
      ({ family, outcome }) => {
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
        return REFUSED.includes(family)
      },
    )
    const questionsRefused = await shareOf(
      turns,
      { label: 'answerable questions', texts: questions },
      ({ family }) => family !== 'answered',
    )
    const reportsRefused = await shareOf(
      turns,
      { label: 'ordinary reports', texts: reports },
      ({ family }) => TURNED_AWAY.includes(family),
    )
    const ordinary = questions.length + reports.length
    return {
      suite: 'jailbreak',
      metrics: roundMetrics({
        refused,
        false_refused:
          (questionsRefused * questions.length + reportsRefused * reports.length) / ordinary,
        false_refused_questions: questionsRefused,
        false_refused_reports: reportsRefused,
      }),
      n: prompts.length,
      ordinary,
      outcomes: Object.fromEntries([...outcomes].toSorted((a, b) => b[1] - a[1])),
      set: path,
    }
  } finally {
    await turns.close()
  }
}
