/** The alarm kinds are the ticket risk flags (R-TKT `risk_flags`): one list for gate, tickets and metrics. */
export const EMERGENCY_KINDS = [
  'fire',
  'gas',
  'medical',
  'crime',
  'traffic',
  'self_harm',
  'domestic_violence',
  'minor',
  'missing',
  'trapped',
  'electric',
  'collapse',
  'threat',
  'fraud',
  'elder_alone',
  'mass',
] as const

export type EmergencyKind = (typeof EMERGENCY_KINDS)[number]

export type HistoryEntry = { role: 'resident' | 'assistant' | 'staff'; text: string }

export type AlarmPolicy = {
  urgency: 'critical' | 'urgent' | 'normal'
  /** Who is told at once: the duty person, the grid worker of the place, or nobody unless the resident asks. */
  staffAlert: 'duty' | 'grid' | 'none'
  confidentiality: 'internal' | 'secret_identity'
  /** A person takes over and the AI stays silent afterwards. */
  handover: boolean
  /** The law obliges staff to report (反家庭暴力法 14, 未成年人保护法 11). */
  dutyToReport: boolean
  quickExit: boolean
}

export type EmergencyAlarm = {
  kind: EmergencyKind
  /** Every kind found, the leading one first. */
  kinds: EmergencyKind[]
  rule: string
  evidence: string
  /** True when only the earlier messages together with this one raised it. */
  fromHistory: boolean
  policy: AlarmPolicy
}

/** No alarm, but a line before the answer: low mood, or signs too few to be sure of. */
export type SoftKind = 'low_mood' | 'possible_danger'

export type EmergencyAssessment = {
  alarm?: EmergencyAlarm
  /** `denied`: ended because the card misunderstood the resident, not because a danger is over. */
  safety?:
    | { kind: EmergencyKind; ended: false }
    | { kind: EmergencyKind; ended: true; denied: boolean }
  soft?: { kind: SoftKind; text: string }
  urgentHint?: 'elevator_broken'
}
