import type { PrivacyNotice } from '../../../protocol/privacy.ts'
import type { ChatStore } from '../chat-store.ts'
import type { Sheet } from '../sheet.ts'
import { PrivacySheet } from './privacy-sheet.tsx'
import { SourceSheet } from './source-sheet.tsx'
import { StationsSheet } from './stations-sheet.tsx'
import { TrackTicket } from './track-ticket.tsx'
import { VoteSheet } from './vote-sheet.tsx'

type Props = {
  sheet: Sheet
  notice: PrivacyNotice | null
  store: ChatStore
  onClose: () => void
}

export function OpenSheet({ sheet, notice, store, onClose }: Props) {
  switch (sheet?.kind) {
    case 'source':
      return <SourceSheet passageId={sheet.passageId} quotes={sheet.quotes} onClose={onClose} />
    case 'track':
      return <TrackTicket store={store} ticketNo={sheet.ticketNo} onClose={onClose} />
    case 'privacy':
      return <PrivacySheet notice={notice} store={store} onClose={onClose} />
    case 'stations':
      return <StationsSheet onClose={onClose} />
    case 'vote':
      return <VoteSheet onClose={onClose} />
    default:
      return null
  }
}
