export {
  checkSentence,
  type CheckOptions,
  type FailedClaim,
  type SentenceCheck,
} from './check-sentence.ts'
export { missingConditions, type MissingCondition } from './missing-conditions.ts'
export { checkPromises, type PromiseFacts } from './promises.ts'
export { findFacts, type Fact, type FactKind } from './quantities.ts'
