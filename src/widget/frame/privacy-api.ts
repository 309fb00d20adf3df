import type {
  DeletionReceipt,
  OwnTicketData,
  PrivacyNotice,
  TicketCorrection,
} from '../../protocol/privacy.ts'
import { json, post, request, type Session } from './api.ts'

export type ExportFormat = 'html' | 'json'

/** The resident's rights over their own data, all from this page (R-PRV-3). */
export const privacyApi = {
  notice: () => json<PrivacyNotice>('/api/privacy'),
  export: async (session: Session, format: ExportFormat) =>
    (await request(`/api/conversations/${session.id}/export?format=${format}`, {}, session)).blob(),
  remove: (session: Session, withdraw: boolean) =>
    json<DeletionReceipt>(
      `/api/conversations/${session.id}?withdraw=${withdraw}`,
      { method: 'DELETE' },
      session,
    ),
  ownTickets: (session: Session) =>
    json<{ tickets: OwnTicketData[] }>(
      `/api/conversations/${session.id}/personal-data`,
      {},
      session,
    ),
  correct: (session: Session, ticketNo: string, correction: TicketCorrection) =>
    json<OwnTicketData>(
      `/api/conversations/${session.id}/tickets/${ticketNo}/correction`,
      post(correction),
      session,
    ),
}
