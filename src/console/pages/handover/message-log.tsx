import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { LoadError } from '../../shared/load-error.tsx'
import { momentText } from '../../shared/time.ts'
import { chatApi } from './api.ts'
import { t, tData } from './texts.ts'
import { Trace } from './trace.tsx'

const LIVE_MS = 2_000

export function MessageLog({ conversationId, live }: { conversationId: string; live: boolean }) {
  const [turn, setTurn] = useState<string | null>(null)
  const end = useRef<HTMLDivElement>(null)
  const query = useQuery({
    queryKey: ['conversation', conversationId],
    queryFn: () => chatApi.conversation(conversationId),
    refetchInterval: live ? LIVE_MS : false,
  })
  const count = query.data?.messages.length ?? 0
  useEffect(() => {
    if (count > 0) end.current?.scrollIntoView({ block: 'nearest' })
  }, [count])
  if (query.isPending) return <Skeleton active />
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  if (query.data.erased) return <p className="hint">{t('erased')}</p>
  return (
    <div className="log" tabIndex={0} role="log" aria-label={t('conversation')}>
      <p className="hint">{count === 0 ? t('empty_log') : t('masked_hint')}</p>
      {query.data.messages.map((message) => (
        <div key={message.id} className={`log-line log-${message.role}`}>
          <small>
            {tData('label', message.label)} {message.staff?.name} · {momentText(message.created_at)}
            {message.role === 'assistant' && message.turn_id !== null && (
              <Button
                type="link"
                size="small"
                className="why"
                onClick={() => setTurn(message.turn_id)}
              >
                {t('why')}
              </Button>
            )}
          </small>
          <p>{message.text.trim() === '' ? t('card') : message.text}</p>
        </div>
      ))}
      <p className="hint log-typing" aria-live="polite">
        {live && query.data.residentTyping && t('resident_typing')}
      </p>
      <div ref={end} />
      <Trace turnId={turn} onClose={() => setTurn(null)} />
    </div>
  )
}
