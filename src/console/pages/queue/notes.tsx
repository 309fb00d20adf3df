import { App, Button, Input, Space } from 'antd'
import { useState } from 'react'
import { momentText } from '../../shared/time.ts'
import { queueApi, type TicketDetail } from './api.ts'
import { t } from './texts.ts'

export function Notes({ ticket, onChanged }: { ticket: TicketDetail; onChanged: () => void }) {
  const { message } = App.useApp()
  const [text, setText] = useState('')
  const add = (): void => {
    if (text.trim() === '') return
    queueApi
      .note(ticket.ticket_no, text)
      .then(() => {
        setText('')
        onChanged()
      })
      .catch((error: Error) => message.error(error.message))
  }
  return (
    <section className="notes">
      <h2>{t('notes')}</h2>
      {ticket.notes.map((note) => (
        <p key={note.at}>
          <small>
            {note.staffName} · {momentText(note.at)}
          </small>
          {note.text}
        </p>
      ))}
      <Space.Compact block>
        <Input
          aria-label={t('notes')}
          value={text}
          maxLength={2000}
          onChange={(event) => setText(event.target.value)}
          onPressEnter={add}
        />
        <Button disabled={text.trim() === ''} onClick={add}>
          {t('add_note')}
        </Button>
      </Space.Compact>
    </section>
  )
}
