import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Empty, Input, Skeleton, Space, Tag } from 'antd'
import { useState } from 'react'
import { api, type Handoff, type Me } from '../../shared/api.ts'
import { t } from './texts.ts'
import type { PageProps } from '../../shell/area.ts'
import { LoadError } from '../../shared/load-error.tsx'
import { MessageLog } from './message-log.tsx'
import '../queue/queue.css'

export function Page({ me }: PageProps) {
  const [picked, setPicked] = useState<string | null>(null)
  const list = useQuery({ queryKey: ['handoffs'], queryFn: api.handoffs, refetchInterval: 3_000 })
  const current = list.data?.handoffs.find((item) => item.conversationId === picked)
  return (
    <div className={`split ${picked === null ? '' : 'split-picked'}`}>
      <section className="split-list" aria-label={t('conversations')}>
        {list.isPending && <Skeleton active />}
        {list.isError && <LoadError error={list.error} onRetry={() => void list.refetch()} />}
        {list.data?.handoffs.length === 0 && <Empty description={t('handoffs_empty')} />}
        <ul className="queue">
          {list.data?.handoffs.map((item) => (
            <li key={item.id}>
              <button
                type="button"
                className="queue-row"
                aria-current={picked === item.conversationId}
                onClick={() => setPicked(item.conversationId)}
              >
                <span className="queue-title">
                  {item.urgent && <Tag color="red">{t('urgent')}</Tag>}
                  {item.state === 'waiting' ? t('waiting') : t('active')}
                </span>
                <span className="queue-meta">{new Date(item.requestedAt).toLocaleString()}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
      <section className="split-main">
        {picked === null ? (
          <Empty description={t('pick_conversation')} />
        ) : (
          <Live key={picked} id={picked} handoff={current} me={me} onBack={() => setPicked(null)} />
        )}
      </section>
    </div>
  )
}

type LiveProps = { id: string; handoff: Handoff | undefined; me: Me; onBack: () => void }

function Live({ id, handoff, me, onBack }: LiveProps) {
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [text, setText] = useState('')
  const mine = handoff?.state === 'active' && handoff.staffId === me.id
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work()
      await queries.invalidateQueries()
    } catch (error) {
      message.error(error instanceof Error ? error.message : String(error))
    }
  }
  const send = (): Promise<void> =>
    attempt(async () => {
      await api.reply(id, text)
      setText('')
    })
  return (
    <article className="ticket">
      <Space wrap>
        <Button className="only-narrow" onClick={onBack}>
          {t('back')}
        </Button>
        {!mine && (
          <Button type="primary" onClick={() => void attempt(() => api.takeOver(id))}>
            {t('take_over')}
          </Button>
        )}
        <Button onClick={() => void attempt(() => api.giveBack(id))}>{t('return_ai')}</Button>
      </Space>
      <MessageLog conversationId={id} />
      {mine && (
        <Space.Compact block>
          <Input.TextArea
            aria-label={t('reply_placeholder')}
            placeholder={t('reply_placeholder')}
            autoSize={{ minRows: 2, maxRows: 8 }}
            value={text}
            maxLength={4000}
            onChange={(event) => setText(event.target.value)}
          />
          <Button type="primary" disabled={text.trim() === ''} onClick={() => void send()}>
            {t('send')}
          </Button>
        </Space.Compact>
      )}
    </article>
  )
}
