import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input, Popover, Radio, Skeleton } from 'antd'
import { useState } from 'react'
import { LoadError } from '../../shared/load-error.tsx'
import { Mark } from '../../shared/mark.tsx'
import { ReplyForm } from '../../shared/reply-form.tsx'
import { chatApi, type Canned } from './api.ts'
import { t } from './texts.ts'

type Props = { text: string; onChoose: (text: string) => void }

export function CannedReplies({ text, onChoose }: Props) {
  const [open, setOpen] = useState(false)
  const choose = (chosen: string): void => {
    onChoose(chosen)
    setOpen(false)
  }
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      placement="topLeft"
      content={<CannedList text={text} onChoose={choose} />}
    >
      <Button>{t('canned')}</Button>
    </Popover>
  )
}

function CannedList({ text, onChoose }: Props) {
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [title, setTitle] = useState('')
  const [shared, setShared] = useState(false)
  const query = useQuery({ queryKey: ['canned'], queryFn: chatApi.canned, staleTime: 60_000 })
  const attempt = (work: Promise<unknown>): void =>
    void work
      .then(() => {
        setTitle('')
        return queries.invalidateQueries({ queryKey: ['canned'] })
      })
      .catch((error: Error) => message.error(error.message))
  const keep = (): void => {
    if (title.trim() !== '' && text.trim() !== '')
      attempt(chatApi.keepCanned({ title, text, shared }))
  }
  if (query.isPending) return <Skeleton active className="canned" paragraph={{ rows: 2 }} />
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  const { replies, mayShare } = query.data
  return (
    <div className="canned">
      {replies.length === 0 && <p className="hint">{t('canned_none')}</p>}
      {replies.map((reply) => (
        <CannedRow
          key={reply.id}
          reply={reply}
          onChoose={() => onChoose(reply.text)}
          onRemove={() => attempt(chatApi.removeCanned(reply.id))}
        />
      ))}
      {text.trim() !== '' && mayShare && (
        <Radio.Group
          aria-label={t('canned_for')}
          value={shared}
          onChange={(event) => setShared(event.target.value === true)}
          options={[
            { value: false, label: t('canned_mine') },
            { value: true, label: t('canned_share') },
          ]}
        />
      )}
      {text.trim() !== '' && (
        <Input.Search
          aria-label={t('canned_title')}
          placeholder={t('canned_title')}
          maxLength={20}
          value={title}
          enterButton={t('canned_save')}
          onChange={(event) => setTitle(event.target.value)}
          onSearch={keep}
        />
      )}
    </div>
  )
}

type RowProps = { reply: Canned; onChoose: () => void; onRemove: () => void }

function CannedRow({ reply, onChoose, onRemove }: RowProps) {
  const [editing, setEditing] = useState(false)
  const { title, changeable } = reply
  if (editing) return <ReplyForm reply={reply} onClose={() => setEditing(false)} />
  return (
    <div className="canned-row">
      <button type="button" className="text-button" title={reply.text} onClick={onChoose}>
        {title}
      </button>
      {reply.shared && <Mark>{t('canned_unit')}</Mark>}
      {changeable && (
        <Button
          size="small"
          type="text"
          aria-label={t('reply_edit', { title })}
          onClick={() => setEditing(true)}
        >
          {t('reply_edit_short')}
        </Button>
      )}
      {changeable && (
        <Button
          size="small"
          type="text"
          aria-label={t('canned_remove', { title })}
          onClick={onRemove}
        >
          ×
        </Button>
      )}
    </div>
  )
}
