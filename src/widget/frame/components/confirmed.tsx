import { useEffect, useRef, useState } from 'preact/hooks'
import type { ConfirmTicketResponse } from '../../../protocol/tickets.ts'
import type { ChatStore } from '../chat-store.ts'
import { copyText } from '../clipboard.ts'
import { dueInWords } from '../dates.ts'
import { t, tData } from '../i18n.ts'
import { saveTicketCard } from '../ticket-card.ts'
import { NoticesChoice } from './notices-choice.tsx'

type Props = {
  ticketNo: string
  done: ConfirmTicketResponse | null
  store: ChatStore
  onTrack: (ticketNo: string) => void
}

/** The number and the code to keep: copied, as a picture in the phone's album, or on paper. */
export function Confirmed({ ticketNo, done, store, onTrack }: Props) {
  const code = done?.query_code ?? store.saved.codes[ticketNo] ?? null
  // The row's own status once it is known: a card drawn again days later must not say that it still waits.
  const ticket = store.state.tickets.find((item) => item.ticket_no === ticketNo)
  const status = ticket?.status ?? done?.status ?? 'pending_review'
  const due = done === null ? null : dueInWords(done)
  const heading = useRef<HTMLHeadingElement>(null)
  const isNew = done !== null
  // The button that had the focus went with the draft.
  useEffect(() => {
    if (isNew) heading.current?.focus()
  }, [isNew])
  return (
    <section class="confirmed" role="status">
      <h2 ref={heading} tabIndex={-1}>
        {status === 'pending_review'
          ? t('done_title')
          : t('done_title_now', { step: tData('step', status) })}
      </h2>
      <dl class="facts">
        <div>
          <dt>{t('done_no')}</dt>
          <dd class="big-code">{ticketNo}</dd>
        </div>
        <div>
          <dt>{t('done_code')}</dt>
          <dd class="big-code">{code === null ? t('done_code_saved') : <Groups text={code} />}</dd>
        </div>
      </dl>
      {due !== null && <p>{t('done_next', { due })}</p>}
      {code !== null && <Keep ticketNo={ticketNo} code={code} due={due} />}
      {code !== null && <NoticesChoice ticketNo={ticketNo} code={code} />}
      <button type="button" class="primary" onClick={() => onTrack(ticketNo)}>
        {t('track_ticket')}
      </button>
    </section>
  )
}

/** Four by four, to be read out or written down; the gaps are drawn, not copied. */
function Groups({ text }: { text: string }) {
  const groups = text.match(/.{1,4}/g) ?? []
  return (
    <>
      {groups.map((group, at) => (
        <span key={at} class="code-group">
          {group}
        </span>
      ))}
    </>
  )
}

function Keep({ ticketNo, code, due }: { ticketNo: string; code: string; due: string | null }) {
  const [note, setNote] = useState('')
  const copy = async (): Promise<void> => {
    const copied = await copyText(`${t('done_no')} ${ticketNo}\n${t('track_code')} ${code}`)
    setNote(t(copied ? 'copied' : 'not_copied'))
  }
  return (
    <div class="keep">
      <button type="button" onClick={() => void copy()}>
        {t('done_copy')}
      </button>
      <button type="button" onClick={() => void saveTicketCard({ ticketNo, code, due })}>
        {t('done_picture')}
      </button>
      <p class="meta" role="status">
        {note}
      </p>
    </div>
  )
}
