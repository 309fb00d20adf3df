import { useQuery } from '@tanstack/react-query'
import { Drawer, Empty, Skeleton } from 'antd'
import { useState } from 'react'
import { LoadError } from '../../shared/load-error.tsx'
import { momentText } from '../../shared/time.ts'
import { Trace } from '../handover/trace.tsx'
import type { TurnFigure } from '../../../protocol/outcomes.ts'
import { figures, type Period } from './api.ts'
import { t, tData } from './texts.ts'
import '../handover/chat.css'

type Props = { figure: TurnFigure | null; title: string; period: Period; onClose: () => void }

/** The turns a figure was counted from; each opens why it was answered so. */
export function TurnsDrawer({ figure, title, period, onClose }: Props) {
  return (
    <Drawer open={figure !== null} title={title} onClose={onClose} destroyOnHidden>
      {figure !== null && <Turns figure={figure} period={period} />}
    </Drawer>
  )
}

function Turns({ figure, period }: { figure: TurnFigure; period: Period }) {
  const [turn, setTurn] = useState<string | null>(null)
  const query = useQuery({
    queryKey: ['figures', 'turns', period, figure],
    queryFn: () => figures.turns(period, figure),
  })
  if (query.isPending) return <Skeleton active />
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  const { turns, limit } = query.data
  return (
    <div className="stack">
      <p className="hint">{t(turns.length < limit ? 'turns_hint' : 'turns_first', { limit })}</p>
      {turns.length === 0 && <Empty description={t('no_turns')} />}
      <ul className="plain turn-list">
        {turns.map(({ id, outcome, text, startedAt }) => (
          <li key={id}>
            <button type="button" className="turn-open" onClick={() => setTurn(id)}>
              {text}
            </button>
            <span className="card-meta">
              {tData('outcome', outcome)} · {momentText(startedAt)}
            </span>
          </li>
        ))}
      </ul>
      <Trace turnId={turn} onClose={() => setTurn(null)} />
    </div>
  )
}
