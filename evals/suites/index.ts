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
import { citationsSuite, consistencySuite } from './grounding.ts'
import { privacySuite } from './privacy.ts'
import { emergencySuite, routingSuite, safetySuite } from './safety.ts'
import { evidenceGateSuite, retrievalSuite } from './search.ts'

/** The deterministic tier, in the order it runs: one suite a step, so that a drop has an address. */
export const SUITES: readonly Suite[] = [
  retrievalSuite,
  evidenceGateSuite,
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
  categoriesSuite,
  duplicatesSuite,
  replyCheckSuite,
  emergencySuite,
]
