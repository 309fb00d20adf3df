import { useQuery } from '@tanstack/react-query'
import { Empty, Skeleton } from 'antd'
import { LoadError } from '../../shared/load-error.tsx'
import { spanText, useNow } from '../../shared/time.ts'
import type { PageProps } from '../../shell/area.ts'
import { go, link } from '../../shell/router.ts'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { chatApi, type Handoff } from './api.ts'
import { Chat } from './chat.tsx'
import { t, tData } from './texts.ts'
import '../queue/queue.css'
import './chat.css'

export function Page({ me, path }: PageProps) {
  const picked = path[0] ?? null
  const list = useQuery({
    queryKey: ['handoffs'],
    queryFn: chatApi.handoffs,
    refetchInterval: 3_000,
  })
  const handoffs = list.data?.handoffs ?? []
  const open = (id: string): void => go(link('chats', id), picked === null ? 'push' : 'replace')
  const step = (by: number): void => {
    const at = handoffs.findIndex(({ conversationId }) => conversationId === picked)
    const next = handoffs[Math.max(0, Math.min(handoffs.length - 1, at + by))]
    if (next !== undefined) open(next.conversationId)
  }
  useShortcuts(t('shortcuts_chats'), [
    { keys: 'j|ArrowDown', label: t('key_next'), run: () => step(1) },
    { keys: 'k|ArrowUp', label: t('key_previous'), run: () => step(-1) },
    { keys: 'Escape', label: t('back'), run: () => go(link('chats')) },
  ])
  return (
    <div className={`split ${picked === null ? '' : 'split-picked'}`}>
      <section className="split-list" aria-label={t('list')}>
        {list.isPending && <Skeleton active className="page-skeleton" />}
        {list.isError && <LoadError error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && handoffs.length === 0 && (
          <Empty className="queue-empty" description={t('handoffs_empty')} />
        )}
        <ul className="chats">
          {handoffs.map((item) => (
            <li key={item.id}>
              <ChatRow
                item={item}
                mine={item.staffId === me.id}
                current={picked === item.conversationId}
                onOpen={() => open(item.conversationId)}
              />
            </li>
          ))}
        </ul>
      </section>
      <section className="split-main">
        {picked === null ? (
          <Empty className="pick-one" description={t('pick_conversation')} />
        ) : (
          <Chat
            key={picked}
            id={picked}
            handoff={handoffs.find(({ conversationId }) => conversationId === picked)}
            me={me}
            onBack={() => go(link('chats'))}
          />
        )}
      </section>
    </div>
  )
}

type RowProps = { item: Handoff; mine: boolean; current: boolean; onOpen: () => void }

function ChatRow({ item, mine, current, onOpen }: RowProps) {
  const now = useNow()
  const since = now - new Date(item.requestedAt).getTime()
  const who = mine ? t('mine') : t('with', { name: item.staffName ?? '' })
  return (
    <button type="button" className="chat-row" aria-current={current} onClick={onOpen}>
      <span className="queue-line">
        {item.urgent && <b className="urgency urgency-critical">{t('urgent')}</b>}
        <b className="queue-title">{item.state === 'waiting' ? t('waiting') : who}</b>
        {item.state === 'waiting' && (
          <span className="clock">{t('waited', { span: spanText(since) })}</span>
        )}
      </span>
      <span className="chat-words">{item.lastWords ?? tData('reason', item.reason)}</span>
    </button>
  )
}
