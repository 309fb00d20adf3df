export { hitLimit, hitLimits, type Limit } from './limits.ts'
export { checkReadiness, type Readiness } from './readiness.ts'
export { resealSecrets, type ResealReport } from './reseal.ts'
export { appendAudit, listAudit, verifyAudit, type AuditEntry } from './audit.ts'
export {
  addApiKey,
  AddApiKeyInput,
  countApiKeyUse,
  listApiKeys,
  requireApiKey,
  requireScope,
  revokeApiKey,
} from './api-keys.ts'
export { API_SCOPES, type ApiKey, type ApiScope } from './api-keys-store.ts'
export { addSiteKey, AddSiteKeyInput, findSite, listSiteKeys, revokeSiteKey } from './site-keys.ts'
export { readLoad, type Load } from './load-store.ts'
