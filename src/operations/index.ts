export { hitLimit } from './limits.ts'
export { checkReadiness, type Readiness } from './readiness.ts'
export { resealSecrets, type ResealReport } from './reseal.ts'
export { appendAudit, listAudit, verifyAudit, type AuditEntry } from './audit.ts'
