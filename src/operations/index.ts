export { hitLimit } from './limits.ts'
export { checkReadiness, type Readiness } from './readiness.ts'
