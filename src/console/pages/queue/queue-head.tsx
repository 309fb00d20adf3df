import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input, Popover, Select, type InputRef } from 'antd'
import { useState, type RefObject } from 'react'
import { URGENCIES, type Urgency } from '../../../protocol/tickets.ts'
import { queueApi, QUIET_VIEWS, VIEWS, type QueueFilter, type SavedFilter } from './api.ts'
import { t, tData } from './texts.ts'

type Props = {
  filter: QueueFilter
  onFilter: (filter: QueueFilter) => void
  search: RefObject<InputRef | null>
}

export function QueueHead({ filter, onFilter, search }: Props) {
  const counts = useQuery({
    queryKey: ['queue-counts'],
    queryFn: queueApi.counts,
    refetchInterval: 15_000,
  })
  return (
    <header className="queue-head">
      <div className="views" role="group" aria-label={t('views')}>
        {VIEWS.filter((view) => view === filter.view || !QUIET_VIEWS.includes(view)).map((view) => (
          <button
            key={view}
            type="button"
            className="view"
            aria-pressed={filter.view === view}
            onClick={() => onFilter({ ...filter, view })}
          >
            {tData('view', view)}
            {counts.data?.counts[view] !== undefined && (
              <small className={view === 'overdue' && counts.data.counts[view] > 0 ? 'over' : ''}>
                {counts.data.counts[view]}
              </small>
            )}
          </button>
        ))}
      </div>
      <div className="queue-tools">
        <Input.Search
          ref={search}
          key={filter.text}
          defaultValue={filter.text}
          placeholder={t('search')}
          aria-label={t('search')}
          allowClear
          onSearch={(text) => onFilter({ ...filter, text: text.trim() })}
        />
        <Select<Urgency | 'any'>
          aria-label={t('field_urgency')}
          value={filter.urgency ?? 'any'}
          onChange={(value) => onFilter({ ...filter, urgency: value === 'any' ? null : value })}
          options={[
            { value: 'any', label: t('any_urgency') },
            ...URGENCIES.map((value) => ({ value, label: tData('urgency', value) })),
          ]}
        />
        <SavedFilters filter={filter} onFilter={onFilter} />
      </div>
    </header>
  )
}

function SavedFilters({ filter, onFilter }: Omit<Props, 'search'>) {
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [name, setName] = useState('')
  const saved = useQuery({ queryKey: ['saved-filters'], queryFn: queueApi.filters })
  const fail = (error: Error): void => void message.error(error.message)
  const changed = (): void => void queries.invalidateQueries({ queryKey: ['saved-filters'] })
  const save = (): void => {
    queueApi
      .saveFilter(name, filter)
      .then(() => {
        setName('')
        changed()
      })
      .catch(fail)
  }
  const remove = (item: SavedFilter): void => {
    queueApi.removeFilter(item.id).then(changed).catch(fail)
  }
  const form = (
    <div className="save-filter">
      <Input
        value={name}
        maxLength={20}
        aria-label={t('filter_name')}
        placeholder={t('filter_name')}
        onChange={(event) => setName(event.target.value)}
        onPressEnter={save}
      />
      <Button type="primary" disabled={name.trim() === ''} onClick={save}>
        {t('save_filter')}
      </Button>
      {saved.data?.filters.map((item) => (
        <div key={item.id} className="saved-filter">
          <button type="button" className="text-button" onClick={() => onFilter(item.filter)}>
            {item.name}
          </button>
          <Button
            size="small"
            type="text"
            aria-label={t('remove_filter', { name: item.name })}
            onClick={() => remove(item)}
          >
            ×
          </Button>
        </div>
      ))}
    </div>
  )
  return (
    <Popover trigger="click" placement="bottomRight" content={form}>
      <Button>{t('saved_filters')}</Button>
    </Popover>
  )
}
