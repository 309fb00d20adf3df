import type { InputRef } from 'antd'
import { useEffect, type RefObject } from 'react'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { QUIET_VIEWS, VIEWS, type QueueFilter } from './api.ts'
import { t } from './texts.ts'
import type { Queue } from './use-queue.ts'

type KeyInput = {
  filter: QueueFilter
  setFilter: (filter: QueueFilter) => void
  step: (by: number) => void
  close: () => void
  pickAll: () => void
  pickHere: () => void
  search: RefObject<InputRef | null>
  queue: Queue
}

export function useQueueKeys(input: KeyInput): void {
  const { filter, setFilter, step } = input
  const nextView = (by: number): void => {
    const views = VIEWS.filter((view) => !QUIET_VIEWS.includes(view))
    const view = views[(views.indexOf(filter.view) + by + views.length) % views.length]
    if (view !== undefined) setFilter({ ...filter, view })
  }
  useShortcuts(t('shortcuts_queue'), [
    { keys: 'j|ArrowDown', label: t('key_next'), run: () => step(1) },
    { keys: 'k|ArrowUp', label: t('key_previous'), run: () => step(-1) },
    { keys: 'x', label: t('key_pick'), run: input.pickHere },
    { keys: '*', label: t('key_pick_all'), run: input.pickAll },
    { keys: '/', label: t('search'), run: () => input.search.current?.focus() },
    { keys: 'n', label: t('key_fresh'), run: input.queue.refresh },
    { keys: ']', label: t('key_next_view'), run: () => nextView(1) },
    { keys: '[', label: t('key_previous_view'), run: () => nextView(-1) },
    { keys: 'Escape', label: t('back'), run: input.close },
  ])
}

/** An address that names a ticket puts the cursor on its row when the first page is there. */
export function useFirstCursor(
  opened: string | null,
  cursor: number,
  queue: Queue,
  setCursor: (index: number) => void,
): void {
  const at =
    opened === null || cursor >= 0
      ? -1
      : (queue.first.data?.tickets.findIndex(({ ticket_no }) => ticket_no === opened) ?? -1)
  useEffect(() => {
    if (at >= 0) setCursor(at)
  }, [at, setCursor])
}
