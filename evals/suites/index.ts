import {
  falsePremiseSuite,
  goldenSuite,
  mustRefuseSuite,
  omittedConditionSuite,
} from './answers.ts'
import type { Suite } from './case.ts'
import { claimsSuite } from './claims.ts'
import { conversationsSuite, ticketsSuite } from './conversations.ts'
import { emergencySuite, routingSuite, safetySuite } from './safety.ts'

/** The deterministic tier, in the order it runs: one suite a step, so that a drop has an address. */
export const SUITES: readonly Suite[] = [
  goldenSuite,
  mustRefuseSuite,
  falsePremiseSuite,
  omittedConditionSuite,
  claimsSuite,
  routingSuite,
  safetySuite,
  conversationsSuite,
  ticketsSuite,
  emergencySuite,
]
