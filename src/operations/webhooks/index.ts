export { deliverWebhooks, type DeliverResult } from './deliver.ts'
export {
  addWebhook,
  AddWebhookInput,
  listWebhooks,
  replayWebhooks,
  switchWebhook,
} from './endpoints.ts'
export { checkEndpointUrl } from './endpoint-url.ts'
export {
  enqueueResidentNotice,
  enqueueWebhook,
  sendsResidentNotices,
  WEBHOOK_TYPES,
  type WebhookType,
} from './enqueue.ts'
export { dropResidentNotices, redactWebhooks } from './redact.ts'
export { MOST_ATTEMPTS, waitAfter } from './retry-schedule.ts'
