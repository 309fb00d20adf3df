import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input, Space } from 'antd'
import { useState } from 'react'
import { momentText } from '../../shared/time.ts'
import { chatApi } from './api.ts'
import { t } from './texts.ts'

/** Apart from the box that writes to the resident, in place and in colour: the two are never mixed up. */
export function ChatNotes({ id }: { id: string }) {
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [text, setText] = useState('')
  const query = useQuery({ queryKey: ['chat-notes', id], queryFn: () => chatApi.notes(id) })
  const add = (): void => {
    if (text.trim() === '') return
    chatApi
      .addNote(id, text)
      .then(() => {
        setText('')
        return queries.invalidateQueries({ queryKey: ['chat-notes', id] })
      })
      .catch((error: Error) => message.error(error.message))
  }
  return (
    <aside className="chat-notes" aria-label={t('notes')}>
      <h2>{t('notes')}</h2>
      <p className="hint">{t('notes_hint')}</p>
      {query.data?.notes.map((note) => (
        <p key={note.id}>
          <small>
            {note.staffName} · {momentText(note.at)}
          </small>
          {note.text}
        </p>
      ))}
      <Space.Compact block>
        <Input
          aria-label={t('note_label')}
          placeholder={t('note_label')}
          value={text}
          maxLength={2000}
          onChange={(event) => setText(event.target.value)}
          onPressEnter={add}
        />
        <Button disabled={text.trim() === ''} onClick={add}>
          {t('add_note')}
        </Button>
      </Space.Compact>
    </aside>
  )
}
