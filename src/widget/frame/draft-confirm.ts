import type { ConfirmTicketResponse, TicketDraftCard } from '../../protocol/tickets.ts'
import { api, ApiError } from './api.ts'
import type { ChatStore } from './chat-store.ts'
import { confirmRequest, type Form } from './draft-form.ts'
import { t } from './i18n.ts'
import { Kept, useKept } from './kept-state.ts'

export type Refusal = { field: string | undefined; message: string }
type Progress = {
  state: 'open' | 'sending' | 'discarded'
  error: Refusal | null
  done: ConfirmTicketResponse | null
}
type Confirming = Progress & { confirm: (form: Form) => Promise<void>; discard: () => void }

const OPEN: Progress = { state: 'open', error: null, done: null }
const confirming = new Kept<Progress>()

/** Confirms once: one key per card makes a double tap, a retry and a reload the same ticket. */
export function useConfirm(draft: TicketDraftCard, store: ChatStore): Confirming {
  const [progress, change] = useKept(confirming, draft.draft_id, () => OPEN)
  const confirm = async (form: Form): Promise<void> => {
    const { session } = store.saved
    if (session === null || progress.state === 'sending') return
    change(() => ({ ...OPEN, state: 'sending' }))
    try {
      const request = confirmRequest(draft, form, `draft-${draft.draft_id}`)
      const done = await api.confirm(session, request)
      if (done.query_code !== null)
        store.remember({ codes: { ...store.saved.codes, [done.ticket_no]: done.query_code } })
      change(() => ({ ...OPEN, done }))
      void store.refresh()
    } catch (reason) {
      const known = reason instanceof ApiError ? reason : null
      change(() => ({
        ...OPEN,
        error: { field: known?.field, message: known?.message ?? t('offline') },
      }))
    }
  }
  return { ...progress, confirm, discard: () => change(() => ({ ...OPEN, state: 'discarded' })) }
}
