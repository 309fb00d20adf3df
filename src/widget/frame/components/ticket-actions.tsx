import { useState } from 'preact/hooks'
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

export function TicketActions({ view, busy, onAct }: Props) {
  const [open, setOpen] = useState<TextAction | null>(null)
  const [text, setText] = useState('')
  const submit = async (action: TextAction): Promise<void> => {
    const body: ResidentTicketAction =
      action === 'supplement' || action === 'answer' ? { action, text } : { action, reason: text }
    if (await onAct(body)) {
      setOpen(null)
      setText('')
    }
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
            <form
              onSubmit={(event) => {
                event.preventDefault()
                void submit(action)
              }}
            >
              <label>
                {action === 'supplement' ? t('track_supplement_hint') : t('reason_hint')}
                <textarea
                  rows={3}
                  value={text}
                  maxLength={1000}
                  required={action !== 'withdraw'}
                  onInput={(event) => setText(event.currentTarget.value)}
                />
              </label>
              <button type="submit" class="primary" disabled={busy}>
                {t('submit')}
              </button>
            </form>
          )}
        </div>
      ))}
      {view.actions.includes('rate') && <Rating busy={busy} onAct={onAct} />}
    </section>
  )
}

const VERDICTS = ['yes', 'partial', 'no'] as const
const SATISFACTIONS = ['very', 'satisfied', 'basic', 'dissatisfied'] as const

function Rating({ busy, onAct }: Pick<Props, 'busy' | 'onAct'>) {
  const [verdict, setVerdict] = useState<(typeof VERDICTS)[number] | null>(null)
  const [satisfaction, setSatisfaction] = useState<(typeof SATISFACTIONS)[number] | null>(null)
  return (
    <form
      class="rating"
      onSubmit={(event) => {
        event.preventDefault()
        if (verdict === null) return
        void onAct({
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
