import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { setServerTime } from '../../shared/time.ts'
import { filterQuery, queueApi, type QueueFilter, type QueueItem } from './api.ts'

const PAGE = 100
const WATCH_MS = 5_000
const MOST_WATCHED = 60

export type Queue = ReturnType<typeof useQueue>
type Rows = { from: number; to: number }

/** The pages that hold the rows on the screen, each fetched once per stamp. */
function usePages(filter: QueueFilter, stamp: number, shown: Rows) {
  const pageAt = (page: number) => ({
    queryKey: ['queue', filterQuery(filter).toString(), stamp, page],
    queryFn: async () => {
      const result = await queueApi.page(filter, page * PAGE, PAGE)
      setServerTime(result.now)
      return result
    },
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  })
  const first = useQuery({ ...pageAt(0), placeholderData: keepPreviousData })
  const numbers: number[] = []
  for (let page = Math.floor(shown.from / PAGE); page <= Math.floor(shown.to / PAGE); page += 1) {
    if (page > 0) numbers.push(page)
  }
  const others = useQueries({ queries: numbers.map((page) => pageAt(page)) })
  const pages = new Map([
    [0, first.data?.tickets ?? []],
    ...numbers.map((page, at) => [page, others[at]?.data?.tickets ?? []] as const),
  ])
  const storedAt = (index: number): QueueItem | undefined =>
    pages.get(Math.floor(index / PAGE))?.[index % PAGE]
  return { first, storedAt }
}

/**
 * The list as it stood at one moment. Rows never move under the reader: what comes in later is counted and waits, and a
 * row that changed shows its new state in its old place until the reader asks for the list anew.
 */
export function useQueue(filter: QueueFilter, shown: Rows) {
  const queries = useQueryClient()
  const [stamp, setStamp] = useState(0)
  const [overrides, setOverrides] = useState<ReadonlyMap<string, QueueItem>>(new Map())
  const { first, storedAt } = usePages(filter, stamp, shown)
  const put = useCallback((rows: readonly QueueItem[]) => {
    setOverrides(
      (before) => new Map([...before, ...rows.map((row) => [row.ticket_no, row] as const)]),
    )
  }, [])
  const refresh = useCallback(() => {
    setOverrides(new Map())
    setStamp((before) => before + 1)
    void queries.invalidateQueries({ queryKey: ['queue-counts'] })
  }, [queries])
  const total = first.data?.total ?? 0
  const watched: string[] = []
  const last = Math.min(shown.to, total - 1, shown.from + MOST_WATCHED)
  for (let index = shown.from; index <= last; index += 1) {
    const row = storedAt(index)
    if (row !== undefined) watched.push(row.ticket_no)
  }
  const since = first.data?.now
  const watch = useQuery({
    queryKey: ['queue-changes', filterQuery(filter).toString(), stamp, since, watched.join()],
    queryFn: async () => {
      const result = await queueApi.changes(filter, since ?? '', watched)
      setServerTime(result.now)
      if (result.changed.length > 0) put(result.changed)
      return result
    },
    enabled: since !== undefined,
    refetchInterval: WATCH_MS,
    placeholderData: keepPreviousData,
  })
  const rowAt = (index: number): QueueItem | undefined => {
    const row = storedAt(index)
    return row === undefined ? undefined : (overrides.get(row.ticket_no) ?? row)
  }
  return { first, total, rowAt, fresh: watch.data?.fresh ?? 0, put, refresh }
}
