export {
  checkMessageText,
  claimTurn,
  reloadClaim,
  type ClaimedTurn,
  type TurnClaim,
} from './claim-turn.ts'
export { createConversation, requireConversation } from './create.ts'
export { endTurn, type TurnEffects, type TurnEnd, type TurnFailure } from './end-turn.ts'
export { watchFollowers } from './followers.ts'
export { importHistory } from './import-history.ts'
export { expectWait } from './expected-wait.ts'
export { isSaid } from './said.ts'
export { transcribeSpeech } from './transcribe-speech.ts'
export { waitForTurnEnd } from './wait-for-turn.ts'
export {
  changeCannedReply,
  ChangeCannedReplyInput,
  readCannedReplies,
  readSharedReplies,
  removeCannedReply,
  saveCannedReply,
  SaveCannedReplyInput,
} from './canned-replies.ts'
export { keepStaffDraft, readTalkForDraft, type TalkForDraft } from './staff-drafts.ts'
export { addConversationNote, readConversationNotes } from './notes.ts'
export {
  CHAT_ROLES,
  listHandoffs,
  returnToAi,
  sendStaffMessage,
  takeOverConversation,
  viewConversationForStaff,
} from './handoff.ts'
export {
  conversationTopic,
  followLiveEvents,
  openLiveEvent,
  recordLiveEvent,
} from './live-events.ts'
export { mapStrings, unmask } from './sealed-text.ts'
export {
  deleteOldReceipts,
  dropDraftCards,
  eraseConversation,
  expireConversation,
  exportConversation,
  findErasureReceipt,
  inOwnWords,
  listExpiredConversations,
  stopErasedTurns,
  type ReceiptRow,
} from './privacy.ts'
export {
  followTurn,
  openTurnLog,
  TurnEndedError,
  turnTopic,
  type LoggedEvent,
  type TurnLog,
} from './turn-log.ts'
export { getConversationView } from './view.ts'
export type { Conversation, ConversationMode } from './store.ts'
export { findLastCited, findTrace, keepTrace } from './trace.ts'
export type { PassageRecord, StepRecord, TurnTrace } from './turn-store.ts'
export { stopTurn, TurnStoppedError } from './stop-turn.ts'
export { listTurns } from './list-turns.ts'
export { measureAnswers } from './measure-answers.ts'
export { submitFeedback } from './submit-feedback.ts'
export { noteResidentTyping, noteStaffTyping } from './typing.ts'
export { isForResident } from './typing-state.ts'
export { tellConversation } from './tell.ts'
export { endExpiredTurns } from './end-expired.ts'
export { listEmergencies, takeNoteOfEmergency } from './alerts.ts'
export { takeEmergenciesToAnnounce, type EmergencyAlert } from './alert-store.ts'
