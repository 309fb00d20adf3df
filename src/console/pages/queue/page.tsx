import { Button, Empty, type InputRef } from 'antd'
import { useRef, useState } from 'react'
import type { PageProps } from '../../shell/area.ts'
import { go, link, usePlace } from '../../shell/router.ts'
import { Keys } from '../../shell/shortcut-help.tsx'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { filterQuery, VIEWS, type QueueFilter, type QueueItem, type View } from './api.ts'
import { BulkBar } from './bulk-bar.tsx'
import { ListBody } from './list-body.tsx'
import { QueueHead } from './queue-head.tsx'
import type { Window } from './queue-list.tsx'
import { useFirstCursor, useQueueKeys } from './queue-keys.ts'
import { TicketView } from './ticket-view.tsx'
import { t, tData } from './texts.ts'
import { useLater } from './use-later.ts'
import { useQueue, type Queue } from './use-queue.ts'
import './queue.css'

function readFilter(query: URLSearchParams, fallback: View): QueueFilter {
  const view = VIEWS.find((item) => item === query.get('view')) ?? fallback
  const urgency = query.get('urgency')
  return {
    view,
    text: query.get('text') ?? '',
    urgency:
      urgency === 'critical' || urgency === 'urgent' || urgency === 'normal' ? urgency : null,
  }
}

const MOST_PICKED = 100
const REVIEWERS = ['grid_worker', 'community', 'street', 'district', 'city']

export function Page({ me, path }: PageProps) {
  const { query } = usePlace()
  const reviews = me.roles.some((role) => REVIEWERS.includes(role))
  const filter = readFilter(query, reviews ? 'review' : 'mine')
  return <Desk key={filterQuery(filter).toString()} filter={filter} opened={path[0] ?? null} />
}

function useSelection(queue: Queue, cursor: number, setCursor: (index: number) => void) {
  const [picked, setPicked] = useState<ReadonlyMap<string, QueueItem>>(new Map())
  const pick = (index: number, range: boolean): void => {
    const from = range && cursor >= 0 ? Math.min(cursor, index) : index
    const next = new Map(picked)
    for (let at = from; at <= Math.max(index, range ? cursor : index); at += 1) {
      const row = queue.rowAt(at)
      if (row === undefined) continue
      if (next.has(row.ticket_no) && !range) next.delete(row.ticket_no)
      else next.set(row.ticket_no, row)
    }
    setPicked(next)
    setCursor(index)
  }
  const pickAll = (): void => {
    const rows = [...Array(Math.min(queue.total, MOST_PICKED)).keys()].map(queue.rowAt)
    setPicked(new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.ticket_no, row]]))))
  }
  return { picked, pick, pickAll, clear: () => setPicked(new Map()) }
}

function useSteps(filter: QueueFilter, opened: string | null, queue: Queue) {
  const [cursor, setCursor] = useState(-1)
  const address = (no: string | null): string =>
    `${no === null ? link('tickets') : link('tickets', no)}?${filterQuery(filter)}`
  const open = (index: number): void => {
    const row = queue.rowAt(index)
    if (row === undefined) return
    setCursor(index)
    go(address(row.ticket_no), opened === null ? 'push' : 'replace')
  }
  const close = (): void => go(address(null))
  /** After a decision: the next one nobody has decided yet. */
  const advance = (): void => {
    for (let at = cursor + 1; at < queue.total; at += 1) {
      const row = queue.rowAt(at)
      if (row === undefined) break
      if (filter.view !== 'review' || row.status === 'pending_review') return open(at)
    }
    close()
  }
  const step = (by: number): void => open(Math.max(0, Math.min(queue.total - 1, cursor + by)))
  return { cursor, setCursor, open, close, advance, step }
}

function Desk({ filter, opened }: { filter: QueueFilter; opened: string | null }) {
  const [shown, setShown] = useState<Window>({ from: 0, to: 20 })
  const search = useRef<InputRef>(null)
  const queue = useQueue(filter, shown)
  const later = useLater()
  const { cursor, setCursor, open, close, advance, step } = useSteps(filter, opened, queue)
  const selection = useSelection(queue, cursor, setCursor)
  const { picked, pick, pickAll } = selection
  const setFilter = (next: QueueFilter): void => go(`${link('tickets')}?${filterQuery(next)}`)
  const pickHere = (): void => pick(Math.max(0, cursor), false)
  useQueueKeys({ filter, setFilter, step, close, pickAll, search, queue, pickHere })
  useFirstCursor(opened, cursor, queue, setCursor)
  return (
    <div className={`split ${opened === null ? '' : 'split-picked'}`}>
      <section className="split-list" aria-label={tData('view', filter.view)}>
        <QueueHead filter={filter} onFilter={setFilter} search={search} />
        {queue.fresh > 0 && (
          <div role="status" className="fresh">
            <button type="button" onClick={queue.refresh}>
              {t('new_waiting', { count: queue.fresh })} <Keys keys="n" />
            </button>
          </div>
        )}
        <ListBody
          {...{ queue, filter, shown, cursor, picked }}
          onShown={setShown}
          onOpen={open}
          onPick={pick}
        />
        {later.waiting !== null && <Undo label={later.waiting.label} onUndo={later.undo} />}
        {picked.size > 0 && (
          <BulkBar
            rows={[...picked.values()]}
            later={later}
            onClear={selection.clear}
            onMoved={queue.refresh}
          />
        )}
      </section>
      <section className="split-main">
        {opened === null ? (
          <Empty className="pick-one" description={t('pick_ticket')} />
        ) : (
          <TicketView
            key={opened}
            ticketNo={opened}
            onBack={close}
            onChanged={(row) => queue.put([row])}
            onDecided={advance}
            keysOn={picked.size === 0}
          />
        )}
      </section>
    </div>
  )
}

function Undo({ label, onUndo }: { label: string; onUndo: () => void }) {
  useShortcuts(t('shortcuts_queue'), [{ keys: 'z', label: t('undo'), run: onUndo }])
  return (
    <div className="undo" role="status">
      {label}
      <Button size="small" type="link" onClick={onUndo}>
        {t('undo')} <Keys keys="z" />
      </Button>
    </div>
  )
}
