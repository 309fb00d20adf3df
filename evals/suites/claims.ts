import { unsupported } from '../scorers/answers.ts'
import { verdict, type Reply } from '../scorers/reply.ts'
import {
  lastOf,
  plantMetrics,
  share,
  type CaseResult,
  type Suite,
  type SuiteCase,
  type TurnCase,
} from './case.ts'
import { falsePremiseSuite, goldenSuite, omittedConditionSuite } from './answers.ts'

const right = new WeakMap<readonly Reply[], boolean>()

/** Every sentence stands on its source; whether the facts are all there is told beside it. */
function claimsOf(item: SuiteCase): TurnCase {
  if (!('judge' in item)) throw new Error('claims are checked in answers')
  return {
    ...item,
    judge(replies) {
      right.set(replies, item.judge(replies).pass)
      const last = lastOf(replies)
      return verdict([last.family === 'failed' && 'the turn failed', ...unsupported(last)])
    },
  }
}

/**
 * What the claim checks are worth: a model that copies well and plants wrong numbers, phone numbers, negations, invented
 * sentences and unknown sources at a stated rate. A case passes when none of it reaches the resident.
 */
export const claimsSuite: Suite = {
  name: 'claims',
  about: 'with a model that errs on purpose, nothing it made up reaches the resident',
  scripted: true,
  async load() {
    const suites = [goldenSuite, falsePremiseSuite, omittedConditionSuite]
    return (await Promise.all(suites.map((suite) => suite.load()))).flat().map(claimsOf)
  },
  metrics: (results) => ({
    clean: share(results, ({ verdict: { pass } }) => pass),
    correct: share(results, isRight),
    ...plantMetrics(results),
  }),
}

function isRight({ replies, shown }: CaseResult): boolean {
  return shown.length === 0 && right.get(replies) === true
}
