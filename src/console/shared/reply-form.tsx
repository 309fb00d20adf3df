import { useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { ApiError, call } from './api.ts'
import { t } from './texts.ts'
import { useSubmit } from './use-submit.ts'
import './reply-form.css'

export type PreparedReply = { id: string; title: string; text: string; version: number }

/** Changes a reply. Somebody else's change is shown beside what was typed, and only then written over. */
export function ReplyForm({ reply, onClose }: { reply: PreparedReply; onClose: () => void }) {
  const queries = useQueryClient()
  const [first] = useState(reply.version)
  const [title, setTitle] = useState(reply.title)
  const [text, setText] = useState(reply.text)
  const { busy, error, submit } = useSubmit()
  const stale = error instanceof ApiError && error.status === 409
  const ready = title.trim() !== '' && text.trim() !== ''
  const send = async (): Promise<void> => {
    const body = JSON.stringify({ title, text, version: reply.version })
    try {
      await call(`/api/staff/canned-replies/${reply.id}`, { method: 'PUT', body })
    } catch (reason) {
      if (reason instanceof ApiError && reason.status === 409) await queries.invalidateQueries()
      throw reason
    }
    await queries.invalidateQueries()
    onClose()
  }
  return (
    <form
      className="reply-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) void submit(send)
      }}
    >
      <label>
        {t('reply_title')}
        <Input maxLength={20} value={title} onChange={(event) => setTitle(event.target.value)} />
      </label>
      <label>
        {t('reply_text')}
        <Input.TextArea
          autoSize={{ minRows: 2, maxRows: 8 }}
          maxLength={1000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <div role="alert">
        {reply.version !== first && (
          <p>{t('reply_changed', { title: reply.title, text: reply.text })}</p>
        )}
        {error instanceof Error && !stale && <p>{error.message}</p>}
      </div>
      <div className="reply-form-tools">
        <Button type="primary" htmlType="submit" loading={busy} disabled={!ready}>
          {t('reply_save')}
        </Button>
        <Button onClick={onClose}>{t('cancel')}</Button>
      </div>
    </form>
  )
}
