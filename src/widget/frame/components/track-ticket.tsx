import { useEffect, useRef, useState } from 'preact/hooks'
import type { ResidentTicketAction, ResidentTicketView } from '../../../protocol/tickets.ts'
import { api, ApiError } from '../api.ts'
import type { ChatStore } from '../chat-store.ts'
import { t } from '../i18n.ts'
import { NoticesChoice } from './notices-choice.tsx'
import { SheetFrame } from './sheet-frame.tsx'
import { TicketActions } from './ticket-actions.tsx'
import { TicketProgress } from './ticket-progress.tsx'

type Props = { store: ChatStore; ticketNo: string; onClose: () => void }
/** Number and query code, as typed, as a picture shows them, or as this device kept them. */
type Pair = { number: string; code: string }

/** A code is read out and copied in groups; the gaps mean nothing. */
const squeeze = (text: string): string => text.replaceAll(/\s/g, '')

function useTicket() {
  const [view, setView] = useState<ResidentTicketView | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const attempt = async (work: () => Promise<ResidentTicketView>): Promise<boolean> => {
    setBusy(true)
    setError(null)
    try {
      setView(await work())
      return true
    } catch (reason) {
      setError(reason instanceof ApiError ? reason.message : t('offline'))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { view, error, busy, attempt, clear: () => setView(null) }
}

export function TrackTicket({ store, ticketNo, onClose }: Props) {
  const { codes } = store.saved
  const [pair, setPair] = useState<Pair>({ number: ticketNo, code: codes[ticketNo] ?? '' })
  const [note, setNote] = useState('')
  const { view, error, busy, attempt, clear } = useTicket()
  const look = (wanted: Pair): Promise<boolean> => {
    setPair(wanted)
    return attempt(() => api.lookup(squeeze(wanted.number), squeeze(wanted.code)))
  }
  const act = async (action: ResidentTicketAction): Promise<boolean> => {
    setNote('')
    const done = await attempt(() => api.act(squeeze(pair.number), squeeze(pair.code), action))
    if (done) setNote(t(action.action === 'rate' ? 'thanks' : 'track_received'))
    return done
  }
  const first = useRef(() => look(pair))
  useEffect(() => {
    if (ticketNo !== '' && (store.saved.codes[ticketNo] ?? '') !== '') void first.current()
  }, [store, ticketNo])
  const asked = view?.actions.some((action) => action === 'rate' || action === 'answer') === true
  const actions = view !== null && <TicketActions view={view} busy={busy} onAct={act} />
  return (
    <SheetFrame title={t('track_title')} onClose={onClose}>
      {view === null && (
        <>
          <LookupForm pair={pair} busy={busy} onChange={setPair} onSubmit={() => void look(pair)} />
          <OwnTickets store={store} onPick={(wanted) => void look(wanted)} />
        </>
      )}
      {error !== null && (
        <p class="field-error" role="alert">
          {error}
        </p>
      )}
      <p class="ticket-note" role="status">
        {note}
      </p>
      {view !== null && (
        <>
          <TicketProgress view={view}>{asked && actions}</TicketProgress>
          {!asked && actions}
          <NoticesChoice ticketNo={squeeze(pair.number)} code={squeeze(pair.code)} />
          <button
            type="button"
            class="plain"
            onClick={() => {
              setPair({ number: '', code: '' })
              setNote('')
              clear()
            }}
          >
            {t('track_other')}
          </button>
        </>
      )}
    </SheetFrame>
  )
}

/** Whoever filed from this device need not find number and code again. */
function OwnTickets({ store, onPick }: { store: ChatStore; onPick: (pair: Pair) => void }) {
  const own = Object.entries(store.saved.codes)
  if (own.length === 0) return null
  const titleOf = (number: string): string | undefined =>
    store.state.tickets.find((ticket) => ticket.ticket_no === number)?.title
  return (
    <section class="own-tickets" aria-labelledby="own-tickets">
      <h3 id="own-tickets">{t('track_mine')}</h3>
      <ul>
        {own.toReversed().map(([number, code]) => (
          <li key={number}>
            <button type="button" onClick={() => onPick({ number, code })}>
              {titleOf(number)}
              <small>{number}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

type LookupFormProps = {
  pair: Pair
  busy: boolean
  onChange: (pair: Pair) => void
  onSubmit: () => void
}

function LookupForm({ pair, busy, onChange, onSubmit }: LookupFormProps) {
  return (
    <form
      class="track-form"
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      <label>
        {t('track_no')}
        <input
          value={pair.number}
          autocomplete="off"
          required
          onInput={(event) => onChange({ ...pair, number: event.currentTarget.value })}
        />
      </label>
      <label>
        {t('track_code')}
        <input
          value={pair.code}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          required
          onInput={(event) => onChange({ ...pair, code: event.currentTarget.value })}
        />
      </label>
      <button type="submit" class="primary" disabled={busy}>
        {busy ? t('loading') : t('track_go')}
      </button>
    </form>
  )
}
