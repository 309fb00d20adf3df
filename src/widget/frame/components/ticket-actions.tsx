import { useEffect, useRef, useState } from 'preact/hooks'
import type { ResidentTicketAction, ResidentTicketView } from '../../../protocol/tickets.ts'
import { t } from '../i18n.ts'

type Props = {
  view: ResidentTicketView
  busy: boolean
  onAct: (action: ResidentTicketAction) => Promise<boolean>
}

const TEXT_ACTIONS = ['supplement', 'answer', 'withdraw', 'reopen', 'appeal'] as const
type TextAction = (typeof TEXT_ACTIONS)[number]

const LABELS = {
  supplement: 'track_supplement',
  answer: 'track_answer',
  withdraw: 'track_withdraw',
  reopen: 'track_reopen',
  appeal: 'track_appeal',
} as const

const HINTS = {
  supplement: 'track_supplement_hint',
  answer: 'track_supplement_hint',
  withdraw: 'track_withdraw_hint',
  reopen: 'reason_hint',
  appeal: 'reason_hint',
} as const

export function TicketActions({ view, busy, onAct }: Props) {
  const [open, setOpen] = useState<TextAction | null>(null)
  const act = async (action: ResidentTicketAction): Promise<void> => {
    if (await onAct(action)) setOpen(null)
  }
  return (
    <section class="ticket-actions">
      {TEXT_ACTIONS.filter((action) => view.actions.includes(action)).map((action) => (
        <div key={action}>
          <button
            type="button"
            aria-expanded={open === action}
            onClick={() => setOpen(open === action ? null : action)}
          >
            {t(LABELS[action])}
          </button>
          {open === action && (
            <TextForm action={action} busy={busy} onSubmit={(body) => void act(body)} />
          )}
        </div>
      ))}
      {view.actions.includes('rate') && <Rating busy={busy} onSubmit={(body) => void act(body)} />}
    </section>
  )
}

type FormProps = { busy: boolean; onSubmit: (action: ResidentTicketAction) => void }

function TextForm({ action, busy, onSubmit }: FormProps & { action: TextAction }) {
  const [text, setText] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus(), [])
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit(
          action === 'supplement' || action === 'answer'
            ? { action, text }
            : { action, reason: text },
        )
      }}
    >
      <label>
        {t(HINTS[action])}
        <textarea
          ref={field}
          rows={3}
          value={text}
          maxLength={1000}
          required={action !== 'withdraw'}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="primary" disabled={busy}>
        {t(action === 'withdraw' ? 'track_withdraw_do' : 'submit')}
      </button>
    </form>
  )
}

const VERDICTS = ['yes', 'partial', 'no'] as const
const SATISFACTIONS = ['very', 'satisfied', 'basic', 'dissatisfied'] as const

function Rating({ busy, onSubmit }: FormProps) {
  const [verdict, setVerdict] = useState<(typeof VERDICTS)[number] | null>(null)
  const [satisfaction, setSatisfaction] = useState<(typeof SATISFACTIONS)[number] | null>(null)
  return (
    <form
      class="rating"
      onSubmit={(event) => {
        event.preventDefault()
        if (verdict === null) return
        onSubmit({
          action: 'rate',
          verdict,
          satisfaction: satisfaction ?? 'unrated',
          comment: '',
        })
      }}
    >
      <fieldset>
        <legend>{t('track_verdict')}</legend>
        {VERDICTS.map((value) => (
          <label key={value}>
            <input
              type="radio"
              name="verdict"
              checked={verdict === value}
              onChange={() => setVerdict(value)}
            />
            {t(`verdict_${value}`)}
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>{t('satisfaction_ask')}</legend>
        {SATISFACTIONS.map((value) => (
          <label key={value}>
            <input
              type="radio"
              name="satisfaction"
              checked={satisfaction === value}
              onChange={() => setSatisfaction(value)}
            />
            {t(`satisfaction_${value}`)}
          </label>
        ))}
      </fieldset>
      <button type="submit" class="primary" disabled={busy || verdict === null}>
        {t('submit')}
      </button>
    </form>
  )
}
