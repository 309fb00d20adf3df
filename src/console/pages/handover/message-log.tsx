import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { api } from '../../shared/api.ts'
import { t, tData } from './texts.ts'
import { LoadError } from '../../shared/load-error.tsx'

export function MessageLog({ conversationId }: { conversationId: string }) {
  const query = useQuery({
    queryKey: ['conversation', conversationId],
    queryFn: () => api.conversation(conversationId),
    refetchInterval: 3_000,
  })
  if (query.isPending) return <Skeleton active />
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  if (query.data.erased) return <p className="hint">{t('erased')}</p>
  return (
    <div className="log" tabIndex={0} role="log" aria-label={t('conversation')}>
      <p className="hint">{t('masked_hint')}</p>
      {query.data.messages.map((message) => (
        <div key={message.id} className={`log-line log-${message.role}`}>
          <small>
            {tData('label', message.label)} · {new Date(message.created_at).toLocaleTimeString()}
          </small>
          <p>{message.text}</p>
        </div>
      ))}
    </div>
  )
}
