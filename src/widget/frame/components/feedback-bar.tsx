import { useState } from 'preact/hooks'
import type { MessageView } from '../../../protocol/conversations.ts'
import { api } from '../api.ts'
import type { ChatStore } from '../chat-store.ts'
import { t } from '../i18n.ts'

const REASONS = ['wrong', 'outdated', 'incomplete', 'inappropriate', 'other'] as const

type Props = { message: MessageView; store: ChatStore; onPerson: () => void }

export function FeedbackBar({ message, store, onPerson }: Props) {
  const [vote, setVote] = useState(message.feedback)
  const [asking, setAsking] = useState(false)
  const [copied, setCopied] = useState(false)
  const send = async (next: 'up' | 'down', why: readonly string[] = []): Promise<void> => {
    const { session } = store.saved
    if (session === null) return
    setVote(next)
    await api.feedback(session, message.id, { vote: next, reasons: why }).catch(() => setVote(null))
  }
  const copy = async (): Promise<void> => {
    // R-LBL-3: the mark travels with the text.
    await navigator.clipboard.writeText(`${message.text}\n${t('copy_footer')}`).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  return (
    <div class="feedback">
      <button
        type="button"
        class="plain"
        aria-pressed={vote === 'up'}
        onClick={() => void send('up')}
      >
        {t('useful')}
      </button>
      <button
        type="button"
        class="plain"
        aria-pressed={vote === 'down'}
        onClick={() => {
          setAsking(true)
          void send('down')
        }}
      >
        {t('useless')}
      </button>
      <button type="button" class="plain" onClick={() => void copy()}>
        {copied ? t('copied') : t('copy')}
      </button>
      <button type="button" class="plain" onClick={onPerson}>
        {t('person_text')}
      </button>
      {asking && (
        <Reasons
          onSubmit={(why) => {
            setAsking(false)
            void send('down', why)
          }}
        />
      )}
      {vote !== null && !asking && <span class="meta">{t('thanks')}</span>}
    </div>
  )
}

function Reasons({ onSubmit }: { onSubmit: (reasons: readonly string[]) => void }) {
  const [reasons, setReasons] = useState<readonly string[]>([])
  const toggle = (reason: string, on: boolean): void =>
    setReasons(on ? [...reasons, reason] : reasons.filter((item) => item !== reason))
  return (
    <fieldset class="reasons">
      <legend>{t('reason_ask')}</legend>
      {REASONS.map((reason) => (
        <label key={reason}>
          <input
            type="checkbox"
            checked={reasons.includes(reason)}
            onChange={(event) => toggle(reason, event.currentTarget.checked)}
          />
          {t(`reason_${reason}`)}
        </label>
      ))}
      <button type="button" onClick={() => onSubmit(reasons)}>
        {t('submit')}
      </button>
    </fieldset>
  )
}
