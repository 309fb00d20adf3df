import { memo } from 'react'
import { timeLeft, useNow } from '../../shared/time.ts'
import type { QueueItem, View } from './api.ts'
import { shortNumber } from './short-number.ts'
import { t, tData } from './texts.ts'

type Props = {
  row: QueueItem
  view: View
  current: boolean
  picked: boolean
  onOpen: () => void
  onPick: (range: boolean) => void
}

export function ClockText({ due }: { due: string | null }) {
  const now = useNow()
  if (due === null) return null
  const { text, state } = timeLeft(due, now)
  return <span className={`clock clock-${state}`}>{text}</span>
}

function isOut(row: QueueItem, view: View): boolean {
  if (view === 'review') return row.status !== 'pending_review'
  if (view === 'returned') return row.status !== 'returned'
  if (view === 'resolved') return row.status !== 'resolved'
  return view !== 'all' && row.closed
}

export const QueueRow = memo(function QueueRow({ row, view, current, picked, ...on }: Props) {
  const meta = [row.category?.split('/').at(-1)?.trim(), row.address ?? row.division].filter(
    Boolean,
  )
  return (
    <div className="queue-row" data-current={current} data-out={isOut(row, view)}>
      <input
        type="checkbox"
        checked={picked}
        tabIndex={-1}
        aria-label={t('pick_row', { title: row.title })}
        onClick={(event) => on.onPick(event.shiftKey)}
        onChange={() => undefined}
      />
      <button
        type="button"
        className="queue-open"
        aria-current={current}
        tabIndex={current ? 0 : -1}
        onClick={on.onOpen}
      >
        <span className="queue-line">
          {row.urgency !== 'normal' && (
            <b className={`urgency urgency-${row.urgency}`}>{tData('urgency', row.urgency)}</b>
          )}
          <span className="queue-title">{row.title}</span>
          <ClockText due={row.clock_due_at} />
        </span>
        <span className="queue-line queue-meta">
          <span className={`dot dot-${row.status}`} aria-hidden="true" />
          <span>{tData('status', row.status)}</span>
          <span className="queue-where">{meta.join(' · ')}</span>
          {row.children > 0 && <span>{t('children', { count: row.children + 1 })}</span>}
          <span className="queue-no">{shortNumber(row.ticket_no)}</span>
        </span>
      </button>
    </div>
  )
})
