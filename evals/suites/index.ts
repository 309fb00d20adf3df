import {
  falsePremiseSuite,
  goldenSuite,
  mustRefuseSuite,
  omittedConditionSuite,
} from './answers.ts'
import type { Suite } from './case.ts'
import { claimsSuite } from './claims.ts'
import { conversationsSuite, ticketsSuite } from './conversations.ts'
import { categoriesSuite, duplicatesSuite, replyCheckSuite } from './desk.ts'
import { draftRepliesSuite } from './draft-replies.ts'
import { englishReportsSuite } from './english-reports.ts'
import { citationsSuite, consistencySuite } from './grounding.ts'
import { privacySuite } from './privacy.ts'
import { emergencySuite, routingSuite, safetySuite } from './safety.ts'
import { evidenceGateSuite, retrievalSuite, scopeSuite } from './search.ts'
import { typosSuite } from './typos.ts'

/** The deterministic tier, in the order it runs: one suite a step, so that a drop has an address. */
export const SUITES: readonly Suite[] = [
  retrievalSuite,
  evidenceGateSuite,
  scopeSuite,
  typosSuite,
  goldenSuite,
  mustRefuseSuite,
  falsePremiseSuite,
  omittedConditionSuite,
  consistencySuite,
  citationsSuite,
  claimsSuite,
  privacySuite,
  routingSuite,
  safetySuite,
  conversationsSuite,
  ticketsSuite,
  draftRepliesSuite,
  englishReportsSuite,
  categoriesSuite,
  duplicatesSuite,
  replyCheckSuite,
  emergencySuite,
]

/** Names for several suites at once. */
export const SUITE_GROUPS: Readonly<Record<string, readonly string[]>> = {
  answers: ['golden', 'must-refuse', 'false-premise', 'omitted-condition'],
  'erring-model': ['citations', 'claims', 'privacy'],
}

/** Suites by their names and by the names of groups; a name nobody has is told with those there are. */
export function suitesNamed(names: readonly string[]): Suite[] {
  const wanted = names.flatMap((name) => SUITE_GROUPS[name] ?? [name])
  const unknown = wanted.filter((name) => !SUITES.some((suite) => suite.name === name))
  if (unknown.length > 0) {
    const known = [...SUITES.map(({ name }) => name), ...Object.keys(SUITE_GROUPS)]
    throw new Error(`Unknown suite "${unknown.join(', ')}". Known: ${known.join(', ')}`)
  }
  return SUITES.filter(({ name }) => wanted.includes(name))
}
