export {
  CATALOGUE_VERSION,
  categoryName,
  categoryPath,
  findCategory,
  listCategories,
  parseCatalogue,
  type Category,
} from './catalogue.ts'
export { classifyTicket, CLASSIFIER_VERSION } from './classifier/index.ts'
export { confirmDraft } from './create.ts'
export { appealTypeOf } from './drafting/appeal-type.ts'
export { PRESET_CONFIDENCE, suggestCategories } from './drafting/classify.ts'
export {
  buildCard,
  draftTickets,
  isDraftOpen,
  withdrawDrafts,
  type DraftInput,
  type DraftReading,
} from './drafting/draft.ts'
export { clusterTexts } from './duplicates/cluster.ts'
export { findSimilarTickets, type SimilarTicket } from './duplicates/similar.ts'
export {
  findSameMatter,
  metersBetween,
  suggestMerges,
  type MergeSuggestion,
  type SameMatter,
} from './duplicates/suggest.ts'
export {
  assignTicket,
  decideExtension,
  escalateTicket,
  markSubject,
  remindTicket,
  requestExtension,
  superviseTicket,
} from './events.ts'
export { verifyHistory, type ChainReport } from './history.ts'
export {
  actOnTicket,
  listConversationTickets,
  listDraftStates,
  lookupTicket,
  supplementOwnTicket,
} from './resident.ts'
export {
  addPhoto,
  MAX_PHOTO_BYTES,
  readOwnPhoto,
  readTicketPhoto,
  removeOwnPhoto,
} from './photos/photos.ts'
export { followTicket, forEachUntold } from './follow.ts'
export { addNote, getTicket, listTickets, ListTicketsInput, readReporter } from './staff.ts'
export { SMALL_SAMPLE, type KpiValue } from './kpi.ts'
export { checkCatalogue } from './check-catalogue.ts'
export { viewCatalogue } from './view-catalogue.ts'
export { listIdentityReads } from './identity-log.ts'
export { listCorrected } from './list-corrected.ts'
export { measureIntake } from './measure-intake.ts'
export { listTicketsBehind, measurePeriod, PeriodInput, periodOf } from './measure-period.ts'
export {
  listPublicTickets,
  listTicketUpdates,
  supplementAsClient,
  type PublicFilter,
  type PublicTicket,
  type PublicUpdate,
} from './public.ts'
export { listAlerts, ListAlertsInput } from './alerts.ts'
export { suggestDispatch, type DispatchSuggestion } from './suggest-dispatch.ts'
export { categoryGroup } from './catalogue.ts'
export { isClosedStatus } from './lifecycle.ts'
export { CheckReplyInput, checkTicketReply, type ReplyWarning } from './reply-check.ts'
export { registerTicket, RegisterTicketInput } from './register.ts'
export { startClocks } from './sla.ts'
export { statusText } from './status-text.ts'
export {
  areasOf,
  countChannels,
  findFirstReport,
  listMonths,
  listReports,
  listTicketBriefs,
  type ReportRow,
} from './reports.ts'
export { ticketJsonSchema, TicketRecord, toTicketRecord } from './ticket-record.ts'
export { TransitionInput } from './transition-input.ts'
export { correctTicket, type TicketHolder } from './privacy-correct.ts'
export { deleteConversation, type Deletion } from './privacy-delete.ts'
export { exportTickets, readOwnTicket } from './privacy-export.ts'
export { RETENTION_DAYS, sweepRetention, type RetentionReport } from './privacy-retention.ts'
export {
  listSuggestions,
  ListSuggestionsInput,
  suggestionState,
  type SuggestionState,
} from './suggestions.ts'
export { sweepTicketClocks } from './sweep-clocks.ts'
export { BulkInput, moveTickets, type BulkResult } from './bulk.ts'
export { countQueueViews, listQueue, ListQueueInput, watchQueue, WatchQueueInput } from './queue.ts'
export { listFilters, removeFilter, saveFilter, SaveFilterInput } from './saved-filters.ts'
export { decideReview, viewForReview } from './seeding/review.ts'
export { readSeeding, SeedingInput, setSeeding } from './seeding/settings.ts'
export { transitionTicket } from './transition.ts'
export { announceAlerts } from './notices/announce.ts'
export {
  noticeChannels,
  readNoticeChoice,
  startNotices,
  stopNotices,
} from './notices/resident-notices.ts'
export { listNotices, readNotices, takeNote } from './notices/staff-notices.ts'
export { readRetentionRuns } from './retention-log.ts'
