import { Empty, Skeleton } from 'antd'
import { LoadError } from '../../shared/load-error.tsx'
import type { QueueFilter, QueueItem } from './api.ts'
import { QueueList, type Window } from './queue-list.tsx'
import { t, tData } from './texts.ts'
import type { Queue } from './use-queue.ts'

type Props = {
  queue: Queue
  filter: QueueFilter
  shown: Window
  onShown: (window: Window) => void
  cursor: number
  picked: ReadonlyMap<string, QueueItem>
  onOpen: (index: number) => void
  onPick: (index: number, range: boolean) => void
}

export function ListBody({ queue, filter, shown, onShown, cursor, picked, ...on }: Props) {
  const { first, total, rowAt } = queue
  if (first.isPending) {
    return (
      <div className="queue-box" role="status" aria-label={t('loading')}>
        {[...Array(8).keys()].map((row) => (
          <Skeleton key={row} active title={{ width: '70%' }} paragraph={{ rows: 1 }} />
        ))}
      </div>
    )
  }
  if (first.isError) {
    return <LoadError error={first.error} onRetry={() => void first.refetch()} />
  }
  if (total === 0) {
    const searched = filter.text !== '' || filter.urgency !== null
    return (
      <Empty
        className="queue-empty"
        description={searched ? t('nothing_found') : tData('empty', filter.view)}
      />
    )
  }
  return (
    <QueueList
      total={total}
      rowAt={rowAt}
      window={shown}
      onWindow={onShown}
      cursor={cursor}
      picked={new Set(picked.keys())}
      view={filter.view}
      label={tData('view', filter.view)}
      onOpen={on.onOpen}
      onPick={on.onPick}
    />
  )
}
