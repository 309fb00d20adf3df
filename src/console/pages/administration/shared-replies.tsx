import { useQuery } from '@tanstack/react-query'
import { Button, Empty, Modal, Popconfirm, Skeleton } from 'antd'
import { useState } from 'react'
import { LoadError } from '../../shared/load-error.tsx'
import { ReplyForm } from '../../shared/reply-form.tsx'
import { useAct } from '../../shared/use-act.ts'
import { administration, type SharedReply } from './api.ts'
import { t } from './texts.ts'

/** What the units of one's area share; the people who talk with residents write it. */
export function SharedReplies() {
  const [edited, setEdited] = useState<string | null>(null)
  const query = useQuery({ queryKey: ['shared-replies'], queryFn: administration.sharedReplies })
  if (query.isPending) return <Skeleton active paragraph={{ rows: 5 }} />
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  const { replies } = query.data
  const reply = replies.find(({ id }) => id === edited)
  return (
    <section className="stack" aria-label={t('tab_replies')}>
      <p className="hint">{t('replies_hint')}</p>
      {replies.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('replies_empty')} />
      )}
      <ul className="cards">
        {replies.map((item) => (
          <li key={item.id} className="card">
            <b>{item.title}</b> <span className="card-meta">{item.unit}</span>
            <p>{item.text}</p>
            <Actions reply={item} onEdit={() => setEdited(item.id)} />
          </li>
        ))}
      </ul>
      <Modal
        open={reply !== undefined}
        title={t('reply_edit', { title: reply?.title ?? '' })}
        footer={null}
        onCancel={() => setEdited(null)}
        destroyOnHidden
      >
        {reply !== undefined && <ReplyForm reply={reply} onClose={() => setEdited(null)} />}
      </Modal>
    </section>
  )
}

function Actions({ reply, onEdit }: { reply: SharedReply; onEdit: () => void }) {
  const act = useAct()
  const { id, title } = reply
  return (
    <div className="bar">
      <Button size="small" aria-label={t('reply_edit', { title })} onClick={onEdit}>
        {t('reply_edit_short')}
      </Button>
      <Popconfirm
        title={t('reply_delete_ask')}
        onConfirm={() => act(() => administration.removeReply(id), t('reply_deleted'))}
      >
        <Button size="small" danger aria-label={t('reply_delete', { title })}>
          {t('reply_delete_short')}
        </Button>
      </Popconfirm>
    </div>
  )
}
