import { parseArgs } from 'node:util'
import { z } from 'zod'
import { answerText } from '../scorers/answers.ts'
import { roundMetrics } from '../scorers/ir.ts'
import type { Reply } from '../scorers/reply.ts'
import { saysAll } from '../scorers/required-facts.ts'
import { readJsonLines } from '../support/external-sets.ts'
import { endpointFromEnvironment } from '../support/endpoint.ts'
import { progressBar } from '../support/progress.ts'
import { openTurns, type TurnRun } from '../support/turns.ts'

const texts = z.array(z.string())
const facts = z.union([z.string().transform((one) => [one]), z.array(z.union([z.string(), texts]))])
/** zh_refine, zh_int (two groups of documents) and zh_fact (one answer, documents that state a false one). */
const Row = z.object({
  query: z.string().min(1),
  answer: facts,
  positive: z.union([texts, z.array(texts)]),
  negative: texts.default([]),
  positive_wrong: texts.optional(),
  fakeanswer: facts.optional(),
})
type Row = z.infer<typeof Row>

/** As in the paper: five documents a question, two of them noise; for rejection all five are. */
const SHOWN = 5
const NOISE = 2

/** The first documents of each group in turn, so that a question that needs two sources has both. */
export function documentsFor({ positive, negative }: Row): string[] {
  const groups = positive.map((item) => [item].flat())
  const deepest = Math.max(0, ...groups.map(({ length }) => length))
  const told = Array.from({ length: deepest }, (_, at) =>
    groups.flatMap((group) => group.slice(at, at + 1)),
  ).flat()
  const noise = negative.slice(0, NOISE)
  return [...told.slice(0, SHOWN - noise.length), ...noise]
}

async function askWith(
  turns: TurnRun,
  question: string,
  documents: readonly string[],
): Promise<Reply> {
  return turns.withTexts(
    documents.filter((text) => text.trim() !== ''),
    async () => (await turns.openResident()).say(question),
  )
}

/** Only these say that the documents do not tell; a question back or a ticket says nothing of the kind. */
const SAYS_SO: readonly string[] = ['unanswerable', 'declined', 'guardrail']

const isCorrect = (reply: Reply, { answer }: Row): boolean =>
  reply.family === 'answered' && saysAll(answerText(reply), answer)

/**
 * `npm run eval -- answers --rgb f [--limit n] [--live]`: whole turns over nothing but a question's own documents.
 * `correct`: answered with every required fact, noise among the documents. `rejected`: with noise alone, it is said that
 * nothing is recorded; `misrouted`: taken for something else, such as a report. For zh_fact also `misled`: the false statement of doctored documents was passed on.
 */
export async function runRgbSuite(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rgb: { type: 'string' },
      limit: { type: 'string' },
      live: { type: 'boolean', default: false },
    },
  })
  if (values.rgb === undefined) throw new Error('answers: --rgb <file> is missing')
  const all = (await readJsonLines(values.rgb)).map((record) => Row.parse(record))
  const rows = values.limit === undefined ? all : all.slice(0, Number(values.limit))
  const turns = await openTurns({
    knowledge: false,
    model: values.live ? endpointFromEnvironment() : undefined,
  })
  try {
    const bar = progressBar('questions', rows.length)
    const counts = {
      correct: 0,
      answered: 0,
      rejected: 0,
      misrouted: 0,
      noise: 0,
      misled: 0,
      doctored: 0,
    }
    for (const [at, row] of rows.entries()) {
      const reply = await askWith(turns, row.query, documentsFor(row))
      if (reply.family === 'answered') counts.answered += 1
      if (isCorrect(reply, row)) counts.correct += 1
      const noise = row.negative.slice(0, SHOWN)
      if (noise.length > 0) {
        counts.noise += 1
        const empty = await askWith(turns, row.query, noise)
        if (SAYS_SO.includes(empty.family)) counts.rejected += 1
        else if (empty.family !== 'answered') counts.misrouted += 1
      }
      const { positive_wrong: wrong, fakeanswer } = row
      if (wrong !== undefined && fakeanswer !== undefined) {
        counts.doctored += 1
        const fooled = await askWith(turns, row.query, wrong.slice(0, SHOWN))
        if (fooled.family === 'answered' && saysAll(answerText(fooled), fakeanswer))
          counts.misled += 1
      }
      bar(at + 1)
    }
    const share = (count: number, of: number): number => (of === 0 ? 0 : count / of)
    return {
      suite: 'answers',
      metrics: roundMetrics({
        correct: share(counts.correct, rows.length),
        rejected: share(counts.rejected, counts.noise),
        misrouted: share(counts.misrouted, counts.noise),
        answered: share(counts.answered, rows.length),
        correct_of_answered: share(counts.correct, counts.answered),
        ...(counts.doctored === 0 ? {} : { misled: share(counts.misled, counts.doctored) }),
      }),
      n: rows.length,
      set: values.rgb,
    }
  } finally {
    await turns.close()
  }
}
