export { assessEmergency } from './assess.ts'
export {
  EMERGENCY_TEXTS_VERSION,
  SAFETY_EXIT_CHOICE,
  emergencyCard,
  emergencyNumbers,
  policyOf,
} from './cards.ts'
export { correctNumbers } from './correct-numbers.ts'
export { EMERGENCY_KINDS } from './kinds.ts'
export type {
  AlarmPolicy,
  EmergencyAlarm,
  EmergencyAssessment,
  EmergencyKind,
  HistoryEntry,
} from './kinds.ts'
