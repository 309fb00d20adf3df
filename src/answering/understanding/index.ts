export { understandByRules, urgencyOf, urgentWords } from './by-rules.ts'
export { isProblem, isQuestion, problemTopics, splitMatters } from './matters.ts'
export { looksUp } from './report-score.ts'
export { isThanks, lostCode } from './intent.ts'
export {
  contentLength,
  ownWords,
  corrected,
  hangsOn,
  pointsBack,
  underTopics,
  withLastQuestion,
} from './rewrite.ts'
export { isPlaceAnswer, readSlotAnswer } from './slot-answer.ts'
export { DECLINE_REASONS, INTENTS, Understanding } from './schema.ts'
export type { DeclineReason, Intent, Matter } from './schema.ts'
export { routeReply, type RouteReply } from './route-reply.ts'
export {
  understandQuestion,
  type UnderstandInput,
  type UnderstandResult,
} from './understand-question.ts'
export { asks, asksForRule, isClaim, isTagged, pleads, withoutTag } from './question-form.ts'
export { speaksToMachine } from './injection.ts'
export { announcesEnglish } from './english.ts'
export { declinesEnglish, findEnglishPlace } from './english-slots.ts'
export { findPlace } from './place.ts'
export { findSince, tellsSince } from './since.ts'
