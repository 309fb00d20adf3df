import { scoreAnswer, scoreFalsePremise, unsupported } from '../scorers/answers.ts'
import { scoreRefusal } from '../scorers/refusals.ts'
import type { Reply, Verdict } from '../scorers/reply.ts'
import { DATASETS, readDataset, type AnswerCase, type Dataset } from '../support/datasets.ts'
import {
  falseAlarms,
  lastOf,
  passed,
  share,
  tagged,
  type CaseResult,
  type Suite,
  type SuiteCase,
} from './case.ts'

type Judge = (facts: AnswerCase['expected'], reply: Reply) => Verdict

async function answerCases(set: Dataset<AnswerCase>, judge: Judge): Promise<SuiteCase[]> {
  const rows = await readDataset(set)
  return rows.map((row) => ({
    id: row.id,
    tags: row.tags,
    messages: [row.input],
    judge: (replies) => judge(row.expected, lastOf(replies)),
    expected: `${row.expected.must_contain.map((group) => group.join('|')).join(' + ')} · ${row.expected.document} ${row.expected.article}`,
  }))
}

/** `correct`: every check passed. `false_refused`: an answerable question turned away, so silence never wins. */
function answerMetrics(results: readonly CaseResult[]): Record<string, number> {
  const of = (item: CaseResult): Reply => lastOf(item.replies)
  return {
    correct: share(results, ({ verdict }) => verdict.pass),
    facts: share(
      results,
      ({ verdict }) => !verdict.reasons.some((r) => /^(?:missing|refused)/.test(r)),
    ),
    cited: share(
      results,
      ({ verdict }) => !verdict.reasons.some((r) => /^(?:expected|refused)/.test(r)),
    ),
    false_refused: share(results, ({ verdict }) =>
      verdict.reasons.some((reason) => reason.startsWith('refused')),
    ),
    false_alarm: falseAlarms(results),
    unsupported: share(results, (item) => unsupported(of(item)).length > 0),
  }
}

function answerSuite(
  set: Dataset<AnswerCase>,
  { judge, tag, about }: { judge: Judge; tag?: string; about: string },
): Suite {
  return {
    name: set.name,
    about,
    load: () => answerCases(set, judge),
    metrics: (results) => ({
      ...answerMetrics(results),
      ...(tag === undefined
        ? {}
        : { [tag.toLowerCase().replaceAll('-', '_')]: share(tagged(results, tag), passed) }),
    }),
  }
}

export const goldenSuite = answerSuite(DATASETS.golden, {
  judge: scoreAnswer,
  tag: 'R-KB-5',
  about:
    'the answer says every fact, from the right article, and nothing its sources do not bear out',
})
export const falsePremiseSuite = answerSuite(DATASETS.falsePremise, {
  judge: scoreFalsePremise,
  tag: 'R-KB-7',
  about: 'a wrong assumption in the question is put right from the source',
})
export const omittedConditionSuite = answerSuite(DATASETS.omittedCondition, {
  judge: scoreAnswer,
  about: 'the condition that changes the answer is said',
})

export const mustRefuseSuite: Suite = {
  name: 'must-refuse',
  about:
    'what is not recorded, not ours or not allowed is refused in the right words, with no value made up',
  async load() {
    const rows = await readDataset(DATASETS.mustRefuse)
    return rows.map((row) => ({
      id: row.id,
      tags: row.tags,
      messages: [row.input],
      judge: (replies) => scoreRefusal(row.expected, lastOf(replies)),
      expected: `${row.expected.outcome_family.join('|')} · ${row.expected.must_contain.map((group) => group.join('|')).join(' + ')}`,
    }))
  },
  metrics: (results) => ({
    refused: share(results, passed),
    leaked: share(results, ({ verdict }) => verdict.reasons.some((r) => r.startsWith('leaked'))),
    false_alarm: falseAlarms(results),
    r_kb_6: share(tagged(results, 'R-KB-6'), passed),
    ...Object.fromEntries(
      [...new Set(results.flatMap(({ tags }) => tags.slice(0, 1)))].map((tag) => [
        tag,
        share(tagged(results, tag), passed),
      ]),
    ),
  }),
}
