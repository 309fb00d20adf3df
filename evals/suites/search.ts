import { judgePassages } from '../../src/answering/index.ts'
import { retrievePassages, type Passage } from '../../src/retrieval/index.ts'
import {
  areaUnderCurve,
  mean,
  ndcgAt,
  recallAt,
  reciprocalRankAt,
  refusedAtKept,
  type RankedQuery,
} from '../scorers/ir.ts'
import { verdict } from '../scorers/reply.ts'
import { DATASETS, readDataset, type AnswerCase } from '../support/datasets.ts'
import type { TurnRun } from '../support/turns.ts'
import {
  passed,
  share,
  tagged,
  type CaseResult,
  type CaseTrace,
  type Checked,
  type Suite,
} from './case.ts'

const DEEPEST = 100
/** What a turn reads; a source below this is never seen by an answer. */
const READ = 8

async function answerable(): Promise<AnswerCase[]> {
  const sets = [DATASETS.golden, DATASETS.falsePremise, DATASETS.omittedCondition]
  // Questions that may as well be served without a passage say nothing about the search.
  return (await Promise.all(sets.map(readDataset)))
    .flat()
    .filter(({ expected }) => expected.or_family === undefined)
}

const FOUND = 'source'

function ranked(
  passages: readonly Passage[],
  slugs: ReadonlyMap<string, string>,
  { expected }: AnswerCase,
): string[] {
  const sources = [expected, ...(expected.also ?? [])]
  return passages.map((passage) => {
    const section = `${passage.articleNo ?? ''} ${passage.heading}`
    const document = slugs.get(passage.documentId)
    const met = sources.some(
      (source) => source.document === document && section.includes(source.article),
    )
    return met ? FOUND : passage.passageId
  })
}

/** The passages as a turn's trace shows them, for cases that ask the search alone. */
function traceOf(passages: readonly Passage[]): CaseTrace {
  return {
    steps: [],
    passages: passages.slice(0, READ).map((passage, at) => ({
      passage_id: passage.passageId,
      rank: at + 1,
      used: false,
      scores: Object.fromEntries(
        Object.entries(passage.scores).flatMap(([name, score]) =>
          score === null ? [] : [[name, score]],
        ),
      ),
      title: passage.title,
      article: passage.articleNo ?? passage.heading,
    })),
  }
}

const lists = new Map<string, RankedQuery>()

/** The production search over our knowledge: is the article that answers among what the turn reads, and how high? */
export const retrievalSuite: Suite = {
  name: 'retrieval',
  about: 'the article that answers is among the eight passages a turn reads',
  async load() {
    const rows = await answerable()
    return rows.map((row) => ({
      id: row.id,
      tags: row.tags,
      messages: [row.input],
      expected: `${row.expected.document} ${row.expected.article}`,
      async check(turns) {
        const { passages } = await retrievePassages(turns.ports, {
          question: row.input,
          limit: DEEPEST,
        })
        const query = { ranked: ranked(passages, turns.slugs, row), relevant: new Set([FOUND]) }
        lists.set(row.id, query)
        const rank = query.ranked.indexOf(FOUND) + 1
        const told = passages
          .slice(0, READ)
          .map(({ title, articleNo, heading }) => `《${title}》${articleNo ?? heading}`)
        return {
          verdict: verdict([
            (rank === 0 || rank > READ) && `rank ${rank === 0 ? `> ${DEEPEST}` : rank}`,
          ]),
          score: reciprocalRankAt(10, query),
          told: told.join('\n'),
          trace: traceOf(passages),
        }
      },
    }))
  },
  metrics(results) {
    const queries = results.flatMap(({ id }) => lists.get(id) ?? [])
    const average = (score: (query: RankedQuery) => number): number => mean(queries.map(score))
    return {
      read: share(results, passed),
      'recall@1': average((query) => recallAt(1, query)),
      'recall@5': average((query) => recallAt(5, query)),
      'recall@10': average((query) => recallAt(10, query)),
      'recall@100': average((query) => recallAt(DEEPEST, query)),
      'mrr@10': average((query) => reciprocalRankAt(10, query)),
      'ndcg@10': average((query) => ndcgAt(10, query)),
    }
  },
}

/** What the words alone say, before lead and kind of value are asked. */
const gateScores = new Map<string, { score: number; passed: boolean }>()

/** The decision of a turn, by the function a turn decides with. */
async function judge(
  { ports }: TurnRun,
  { id, input, keep }: { id: string; input: string; keep: boolean },
): Promise<Checked> {
  const found = await retrievePassages(ports, { question: input, limit: READ })
  const { gate, passages } = found
  const { answerable: answered, evidence } = judgePassages(input, found)
  gateScores.set(id, { score: gate.score, passed: gate.answerable })
  return {
    verdict: verdict([answered !== keep && (keep ? 'stopped' : 'let through')]),
    told: `${evidence}, score ${gate.score.toFixed(3)}, threshold ${gate.threshold}, first 《${passages[0]?.title ?? ''}》${passages[0]?.articleNo ?? ''}`,
  }
}

/** Answerable questions beside those of which the knowledge holds nothing. */
export const evidenceGateSuite: Suite = {
  name: 'evidence-gate',
  groups: ['covered', 'uncovered'],
  about: 'a turn answers what the passages can answer and stops at what they cannot',
  async load() {
    const covered = (await answerable()).map((row) => ({ ...row, keep: true }))
    const uncovered = (await readDataset(DATASETS.mustRefuse))
      .filter(
        ({ expected, tags }) =>
          tags.includes('not_recorded') && expected.outcome_family.join() === 'unanswerable',
      )
      .map((row) => ({ ...row, keep: false }))
    return [...covered, ...uncovered].map(({ id, tags, input, keep }) => ({
      id,
      tags: [...tags, keep ? 'covered' : 'uncovered'],
      messages: [input],
      expected: keep ? 'answerable' : 'not answerable',
      check: (turns) => judge(turns, { id, input, keep }),
    }))
  },
  metrics(results) {
    const [covered, uncovered] = [tagged(results, 'covered'), tagged(results, 'uncovered')]
    const judged = (of: readonly CaseResult[]) => of.flatMap(({ id }) => gateScores.get(id) ?? [])
    const [kept, refused] = [judged(covered), judged(uncovered)]
    const scores = (of: typeof kept): number[] => of.map(({ score }) => score)
    const passing = (of: typeof kept): number => mean(of.map(({ passed: by }) => Number(by)))
    return {
      kept: share(covered, passed),
      refused: share(uncovered, passed),
      kept_by_words: passing(kept),
      refused_by_words: 1 - passing(refused),
      auc: areaUnderCurve(scores(kept), scores(refused)),
      refused_at_95_kept: refusedAtKept(0.95, scores(kept), scores(refused)).refused,
    }
  },
}

/** Everyday questions, most of them written before anybody looked what the knowledge holds. */
export const scopeSuite: Suite = {
  name: 'scope',
  groups: ['covered', 'uncovered'],
  about: 'everyday questions: what the knowledge covers is answered, the rest is not',
  async load() {
    const sets = await Promise.all([DATASETS.scope, DATASETS.scopeBlind].map(readDataset))
    return sets.flat().map(({ id, input, tags, source, expected }) => ({
      id,
      tags: [
        ...tags,
        expected.covered ? 'covered' : 'uncovered',
        ...(expected.covered ? [] : [`near_${expected.near}`]),
        ...(source === 'blind' ? ['blind'] : []),
      ],
      messages: [input],
      expected: expected.covered ? `${expected.document} ${expected.article}` : 'not answerable',
      check: (turns) => judge(turns, { id, input, keep: expected.covered }),
    }))
  },
  metrics(results) {
    const blind = tagged(results, 'blind')
    const rate = (of: readonly CaseResult[], tag: string): number => share(tagged(of, tag), passed)
    return {
      kept: rate(results, 'covered'),
      refused: rate(results, 'uncovered'),
      kept_blind: rate(blind, 'covered'),
      refused_blind: rate(blind, 'uncovered'),
      refused_near_none: rate(results, 'near_none'),
      refused_near_field: rate(results, 'near_field'),
      refused_near_words: rate(results, 'near_words'),
    }
  },
}
