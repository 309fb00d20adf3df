import { useQuery } from '@tanstack/react-query'
import { Button, Input, Popover, Radio, Skeleton } from 'antd'
import { useState } from 'react'
import { LoadError } from '../../shared/load-error.tsx'
import { Mark } from '../../shared/mark.tsx'
import { ReplyForm } from '../../shared/reply-form.tsx'
import { useAct } from '../../shared/use-act.ts'
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
  const act = useAct()
  const [edited, setEdited] = useState<string | null>(null)
  const query = useQuery({ queryKey: ['canned'], queryFn: chatApi.canned, staleTime: 60_000 })
  if (query.isPending) return <Skeleton active className="canned" paragraph={{ rows: 2 }} />
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  const { replies, mayShare } = query.data
  const reply = replies.find(({ id }) => id === edited)
  if (reply !== undefined)
    return (
      <div className="canned">
        <ReplyForm reply={reply} onClose={() => setEdited(null)} />
      </div>
    )
  return (
    <div className="canned">
      {replies.length === 0 && <p className="hint">{t('canned_none')}</p>}
      {replies.map((item) => (
        <CannedRow
          key={item.id}
          reply={item}
          onChoose={() => onChoose(item.text)}
          onEdit={() => setEdited(item.id)}
          onRemove={() => void act(() => chatApi.removeCanned(item.id))}
        />
      ))}
      {text.trim() !== '' && (
        <KeepText
          mayShare={mayShare}
          onKeep={(title, shared) => act(() => chatApi.keepCanned({ title, text, shared }))}
        />
      )}
    </div>
  )
}

type KeepProps = { mayShare: boolean; onKeep: (title: string, shared: boolean) => Promise<boolean> }

function KeepText({ mayShare, onKeep }: KeepProps) {
  const [title, setTitle] = useState('')
  const [shared, setShared] = useState(false)
  const keep = (): void => {
    if (title.trim() !== '') void onKeep(title, shared).then((kept) => kept && setTitle(''))
  }
  return (
    <>
      {mayShare && (
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
      <Input.Search
        aria-label={t('canned_title')}
        placeholder={t('canned_title')}
        maxLength={20}
        value={title}
        enterButton={t('canned_save')}
        onChange={(event) => setTitle(event.target.value)}
        onSearch={keep}
      />
    </>
  )
}

type RowProps = {
  reply: Canned
  onChoose: () => void
  onEdit: () => void
  onRemove: () => void
}

function CannedRow({ reply, onChoose, onEdit, onRemove }: RowProps) {
  const { title, changeable } = reply
  return (
    <div className="canned-row">
      <button type="button" className="text-button" title={reply.text} onClick={onChoose}>
        {title}
      </button>
      {reply.shared && <Mark>{t('canned_unit')}</Mark>}
      {changeable && (
        <Button size="small" type="text" aria-label={t('reply_edit', { title })} onClick={onEdit}>
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
