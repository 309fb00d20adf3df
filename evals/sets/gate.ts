import { parseArgs } from 'node:util'
import { judgePassages } from '../../src/answering/index.ts'
import { areaUnderCurve, refusedAtKept, roundMetrics } from '../scorers/ir.ts'
import { openCorpus, type CorpusRun } from '../support/corpus.ts'
import { readQueries, type ExternalQuery } from '../support/external-sets.ts'
import { progressBar } from '../support/progress.ts'

type GateScores = {
  scores: number[]
  /** By the words alone, and by the whole decision of a turn. */
  answered: number
  answeredByTurn: number
}

async function judge(
  corpus: CorpusRun,
  queries: readonly ExternalQuery[],
  label: string,
): Promise<GateScores> {
  const bar = progressBar(label, queries.length)
  const scores: number[] = []
  let answered = 0
  let answeredByTurn = 0
  for (const [at, query] of queries.entries()) {
    // Exactly what a turn asks for: the gate sees what the answer would see.
    const found = await corpus.ask(query.text, 8)
    scores.push(found.gate.score)
    if (found.gate.answerable) answered += 1
    if (judgePassages(query.text, found).answerable) answeredByTurn += 1
    bar(at + 1)
  }
  return { scores, answered, answeredByTurn }
}

/** `npm run eval -- gate --covered f --uncovered f --corpus f`: can the passages found answer the question? */
export async function runGateSuite(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      covered: { type: 'string' },
      uncovered: { type: 'string' },
      corpus: { type: 'string' },
    },
  })
  const { covered, uncovered, corpus: path } = values
  if (covered === undefined || uncovered === undefined || path === undefined) {
    throw new Error('gate: --covered, --uncovered and --corpus are needed')
  }
  const corpus = await openCorpus(path)
  try {
    const kept = await judge(corpus, await readQueries(covered), 'covered')
    // `strict: false` may be answerable in other words, so it says nothing about false answers.
    const strict = (await readQueries(uncovered)).filter(
      (query) => query.record['strict'] !== false,
    )
    const refused = await judge(corpus, strict, 'uncovered')
    const at95 = refusedAtKept(0.95, kept.scores, refused.scores)
    return {
      suite: 'gate',
      metrics: roundMetrics({
        auc: areaUnderCurve(kept.scores, refused.scores),
        refused_at_95_kept: at95.refused,
        threshold_at_95_kept: at95.threshold,
        kept_at_threshold: kept.answered / kept.scores.length,
        refused_at_threshold: 1 - refused.answered / refused.scores.length,
        kept_by_turn: kept.answeredByTurn / kept.scores.length,
        refused_by_turn: 1 - refused.answeredByTurn / refused.scores.length,
      }),
      n: kept.scores.length + refused.scores.length,
      set: path,
      database: corpus.database.kind,
      covered: kept.scores.length,
      uncovered: refused.scores.length,
    }
  } finally {
    await corpus.database.close()
  }
}
