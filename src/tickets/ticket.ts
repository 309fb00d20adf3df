import type { SlaSnapshot } from './sla.ts'
import type {
  APPEAL_TYPES,
  CHANNELS,
  CONFIDENTIALITIES,
  CONTACT_PREFERENCES,
  SATISFACTIONS,
  TICKET_OUTCOMES,
  TicketStatus,
  Urgency,
  VERDICTS,
} from '../protocol/tickets.ts'

export type AiField = {
  value: unknown
  confidence: number
  evidence: { start: number; end: number; text: string; message_id: string | null } | null
  model: string
  at: string
  confirmed_by?: string
}

/** The full row, for verbs inside this domain. What leaves the domain is one of the views. */
export type Ticket = {
  id: string
  ticketNo: string
  queryCodeHash: string
  channel: (typeof CHANNELS)[number]
  appealType: (typeof APPEAL_TYPES)[number]
  title: string
  description: string
  residentWords: string
  aiSummary: string
  categoryCode: string | null
  urgency: Urgency
  riskFlags: string[]
  confidentiality: (typeof CONFIDENTIALITIES)[number]
  anonymous: boolean
  reporterSealed: string | null
  contactPref: (typeof CONTACT_PREFERENCES)[number]
  incidentAt: string | null
  address: string | null
  location: unknown
  placeUnknown: boolean
  divisionCode: string | null
  gridId: string | null
  conversationId: string | null
  sourceMessageIds: string[]
  aiFields: Record<string, AiField>
  leadUnit: string | null
  leadUnitName: string | null
  coUnits: string[]
  level: string
  assigneeId: string | null
  assigneeName: string | null
  sla: SlaSnapshot
  acceptDueAt: Date
  signDueAt: Date
  contactDueAt: Date
  resolveDueAt: Date
  acceptedAt: Date | null
  signedAt: Date | null
  contactedAt: Date | null
  resolvedAt: Date | null
  closedAt: Date | null
  dispatchedAt: Date | null
  returnedAt: Date | null
  pausedAt: Date | null
  pausedMs: number
  pauses: number
  parentId: string | null
  status: TicketStatus
  outcome: (typeof TICKET_OUTCOMES)[number] | null
  publicReply: string | null
  plannedFor: string | null
  pendingQuestion: string | null
  rejectReason: string | null
  referredChannel: string | null
  residentVerdict: (typeof VERDICTS)[number] | null
  satisfaction: (typeof SATISFACTIONS)[number]
  returns: number
  reopenCount: number
  appealCount: number
  version: number
  createdAt: Date
  updatedAt: Date
  extension: Extension | null
  extendedAt: Date | null
  subjectUnit: string | null
  subjectStaffId: string | null
}

/** Asked for by the handler, decided by somebody else (R-SLA-4). */
export type Extension = {
  days: number
  reason: string
  requestedBy: string
  requestedAt: string
  newDueAt: string
  decidedBy?: string
  approved?: boolean
}

export type Reporter = { name: string | null; phone: string | null; consentAt: string }
