import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { useState } from 'react'
import type { Me } from '../../shared/api.ts'
import { LoadError } from '../../shared/load-error.tsx'
import { Mark } from '../../shared/mark.tsx'
import { hotspots, type Month } from './api.ts'
import { SeasonEditor } from './season-editor.tsx'
import { t } from './texts.ts'

/** R-HOT-4: what each month brings, once a year has been seen, beside the seasons people know. */
export function CalendarView({ me }: { me: Me }) {
  const [editing, setEditing] = useState(false)
  const query = useQuery({ queryKey: ['calendar'], queryFn: hotspots.calendar })
  const mayEdit = me.roles.includes('city')
  if (query.isPending) return <Skeleton active paragraph={{ rows: 8 }} />
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  const { months, enough_data: enough, months_of_data: seen } = query.data
  return (
    <section className="stack" aria-label={t('calendar_title')}>
      <div className="bar">
        <h2 className="section-title">{t('calendar_title')}</h2>
        {mayEdit && <Button onClick={() => setEditing(true)}>{t('edit_seasons')}</Button>}
      </div>
      {!enough && <p className="hint">{t('calendar_short', { months: seen })}</p>}
      <ol className="months">
        {months.map((month) => (
          <li key={month.month} className="month">
            <MonthCard month={month} />
          </li>
        ))}
      </ol>
      {editing && <SeasonEditor months={months} onClose={() => setEditing(false)} />}
    </section>
  )
}

function MonthCard({ month }: { month: Month }) {
  return (
    <>
      <h3>{t('month', { month: month.month })}</h3>
      {month.seasons.map(({ id, name }) => (
        <Mark key={id} tone="info">
          {name}
        </Mark>
      ))}
      <ul className="plain">
        {month.top.map(({ category_code, category, count }) => (
          <li key={category_code}>
            {category ?? category_code} {count}
          </li>
        ))}
      </ul>
    </>
  )
}
