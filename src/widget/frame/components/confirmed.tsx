import { useState } from 'preact/hooks'
import type { ConfirmTicketResponse } from '../../../protocol/tickets.ts'
import type { ChatStore } from '../chat-store.ts'
import { t } from '../i18n.ts'
import { saveTicketCard } from '../ticket-card.ts'

type Props = {
  ticketNo: string
  done: ConfirmTicketResponse | null
  store: ChatStore
  onTrack: (ticketNo: string) => void
}

/** The number and the code to keep: copied, as a picture in the phone's album, or on paper. */
export function Confirmed({ ticketNo, done, store, onTrack }: Props) {
  const code = done?.query_code ?? store.saved.codes[ticketNo] ?? null
  const [copied, setCopied] = useState(false)
  const copy = (): void =>
    void navigator.clipboard
      .writeText(`${t('done_no')} ${ticketNo}\n${t('track_code')} ${code ?? ''}`)
      .then(
        () => setCopied(true),
        () => setCopied(false),
      )
  return (
    <section class="confirmed" role="status">
      <h2>{t('done_title')}</h2>
      <dl class="facts">
        <div>
          <dt>{t('done_no')}</dt>
          <dd class="big-code">{ticketNo}</dd>
        </div>
        <div>
          <dt>{t('done_code')}</dt>
          <dd class="big-code">{code ?? t('done_code_saved')}</dd>
        </div>
      </dl>
      {done !== null && <p>{t('done_next', { due: done.due_text })}</p>}
      <div class="draft-actions">
        <button type="button" class="primary" onClick={() => onTrack(ticketNo)}>
          {t('track_ticket')}
        </button>
        {code !== null && (
          <button type="button" class="plain" onClick={copy}>
            {copied ? t('copied') : t('done_copy')}
          </button>
        )}
        {code !== null && (
          <button
            type="button"
            class="plain"
            onClick={() => void saveTicketCard({ ticketNo, code, due: done?.due_text ?? null })}
          >
            {t('done_picture')}
          </button>
        )}
      </div>
    </section>
  )
}
