import { useEffect, useRef, useState } from 'preact/hooks'
import type { ResidentTicketAction, ResidentTicketView } from '../../../protocol/tickets.ts'
import { api, ApiError } from '../api.ts'
import type { ChatStore } from '../chat-store.ts'
import { t } from '../i18n.ts'
import { SheetFrame } from './sheet-frame.tsx'
import { TicketActions } from './ticket-actions.tsx'

type Props = { store: ChatStore; ticketNo: string; onClose: () => void }

export function TrackTicket({ store, ticketNo, onClose }: Props) {
  const [number, setNumber] = useState(ticketNo)
  const [code, setCode] = useState(store.saved.codes[ticketNo] ?? '')
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
  const look = (): Promise<boolean> => attempt(() => api.lookup(number.trim(), code.trim()))
  const act = (action: ResidentTicketAction): Promise<boolean> =>
    attempt(() => api.act(number.trim(), code.trim(), action))
  const first = useRef(look)
  useEffect(() => {
    if (ticketNo !== '' && (store.saved.codes[ticketNo] ?? '') !== '') void first.current()
  }, [store, ticketNo])

  return (
    <SheetFrame title={t('track_title')} onClose={onClose}>
      <LookupForm
        number={number}
        code={code}
        busy={busy}
        onNumber={setNumber}
        onCode={setCode}
        onSubmit={() => void look()}
      />
      {error !== null && (
        <p class="field-error" role="alert">
          {error}
        </p>
      )}
      {view !== null && (
        <>
          <TicketProgress view={view} />
          <TicketActions view={view} busy={busy} onAct={act} />
        </>
      )}
    </SheetFrame>
  )
}

function TicketProgress({ view }: { view: ResidentTicketView }) {
  const facts: [string, string | null][] = [
    [t('draft_category'), view.category],
    [t('draft_address'), view.address],
    [t('track_unit'), view.lead_unit],
    [t('track_due'), view.due_text],
  ]
  return (
    <article class="ticket">
      <h3>{view.title}</h3>
      <p class="ticket-status">{view.status_text}</p>
      <dl class="facts">
        {facts
          .filter(([, value]) => value !== null)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {view.public_reply !== null && (
        <section class="staff">
          <p class="label">
            {t('label_staff')} · {view.lead_unit ?? ''}
          </p>
          <p>{view.public_reply}</p>
        </section>
      )}
      {view.reject_reason !== null && <p>{view.reject_reason}</p>}
      <h4>{t('track_timeline')}</h4>
      <ol class="timeline">
        {view.timeline.map((step) => (
          <li key={`${step.at}${step.status}`}>
            <time dateTime={step.at}>
              {new Date(step.at).toLocaleString(document.documentElement.lang)}
            </time>
            <span>{step.text}</span>
          </li>
        ))}
      </ol>
    </article>
  )
}

type LookupFormProps = {
  number: string
  code: string
  busy: boolean
  onNumber: (text: string) => void
  onCode: (text: string) => void
  onSubmit: () => void
}

function LookupForm({ number, code, busy, onNumber, onCode, onSubmit }: LookupFormProps) {
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
          value={number}
          autocomplete="off"
          required
          onInput={(event) => onNumber(event.currentTarget.value)}
        />
      </label>
      <label>
        {t('track_code')}
        <input
          value={code}
          autocomplete="off"
          required
          onInput={(event) => onCode(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="primary" disabled={busy}>
        {busy ? t('loading') : t('track_go')}
      </button>
    </form>
  )
}
