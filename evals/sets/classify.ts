import { createHash } from 'node:crypto'
import { parseArgs } from 'node:util'
import {
  DEPARTMENT_SETTINGS,
  fit,
  rankLabels,
  type LabelledText,
} from '../../src/tickets/classifier/index.ts'
import { scoreLabels, type LabelScores } from '../scorers/labels.ts'
import { readJsonLines } from '../support/external-sets.ts'
import { progressBar } from '../support/progress.ts'
import { createSameMessageCheck } from '../support/same-message.ts'

type Row = LabelledText & { id: string; words: string[] }
export type ClassifyResult = LabelScores & { trained_on: number; left_out: number }

/** Half of a file that is both trained and tested on: decided by the id alone, so it never moves. */
export function isTestRow(id: string): boolean {
  return Number.parseInt(createHash('md5').update(id).digest('hex').slice(0, 8), 16) % 2 === 0
}

async function readRows(path: string): Promise<Row[]> {
  const records = await readJsonLines(path)
  return records.map((record) => {
    const id = String(record['message_id'] ?? record['id'])
    const label = String(record['label'])
    const tokens = record['tokens']
    // A tokenised row is put together again: grams then run over words as they do in a raw message.
    if (typeof tokens === 'string') {
      const words = tokens.split(/\s+/)
      return { id, label, words, text: words.join('') }
    }
    const subject = String(record['subject'] ?? '')
    const detail = String(record['detail'] ?? record['text'] ?? '')
    // The subject says in one line what the letter is about, so it counts twice.
    const text = subject === '' ? detail : `${subject}。${subject}。${detail}`
    return { id, label, text, words: `${subject}，${detail}`.split(/[^\p{Script=Han}]+/u) }
  })
}

/** Trains with the production code on the given files and scores what was held out. */
export async function classifyEval(input: {
  train: readonly string[]
  test: readonly string[]
}): Promise<ClassifyResult> {
  const tested: Row[] = []
  for (const path of input.test) {
    const rows = await readRows(path)
    tested.push(...(input.train.includes(path) ? rows.filter(({ id }) => isTestRow(id)) : rows))
  }
  const held = new Set(tested.map(({ id }) => id))
  const isTested = createSameMessageCheck(tested.map(({ words }) => words.join('')))
  const given = (await Promise.all(input.train.map(readRows))).flat()
  const trained = given.filter(({ id, words }) => !held.has(id) && !isTested(words))
  const bars = new Map<string, (done: number) => void>()
  const model = fit(trained, DEPARTMENT_SETTINGS, (step, done, of) => {
    const bar = bars.get(step) ?? progressBar(step, of)
    bars.set(step, bar)
    bar(done)
  })
  const scores = scoreLabels(
    tested.map(({ text, label }) => ({
      expected: label,
      ranked: rankLabels(model, text).map((candidate) => candidate.label),
    })),
  )
  return { ...scores, trained_on: trained.length, left_out: given.length - trained.length }
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4

/** `npm run eval -- classify --train f… --test f`; a file named in both is split by its ids. */
export async function runClassifySuite(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: spreadFiles(args),
    options: {
      train: { type: 'string', multiple: true },
      test: { type: 'string', multiple: true },
    },
  })
  if (values.train === undefined || values.test === undefined) {
    throw new Error('classify: --train and --test are needed')
  }
  const { top1, top3, macro_f1, n, trained_on, left_out } = await classifyEval({
    train: values.train,
    test: values.test,
  })
  return {
    suite: 'classify',
    metrics: { top1: round(top1), top3: round(top3), macro_f1: round(macro_f1) },
    n,
    set: values.test.join(' '),
    trained_on,
    left_out,
  }
}

/** `--train a b` means `--train a --train b`. */
function spreadFiles(args: readonly string[]): string[] {
  const spread: string[] = []
  let option = ''
  for (const arg of args) {
    if (arg.startsWith('--')) option = arg
    else spread.push(option, arg)
  }
  return spread
}
