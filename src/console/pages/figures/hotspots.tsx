import { useQuery } from '@tanstack/react-query'
import { Empty, Skeleton } from 'antd'
import { LoadError } from '../../shared/load-error.tsx'
import { Mark } from '../../shared/mark.tsx'
import { momentText } from '../../shared/time.ts'
import { figures, type CalendarMonth, type Hotspot } from './api.ts'
import { t, tData } from './texts.ts'

export function Hotspots() {
  const flags = useQuery({ queryKey: ['figures', 'hotspots'], queryFn: figures.hotspots })
  const calendar = useQuery({ queryKey: ['figures', 'calendar'], queryFn: figures.calendar })
  return (
    <div className="figures">
      <section className="card figure figure-wide" aria-label={t('hotspots_title')}>
        <h2 className="section-title">{t('hotspots_title')}</h2>
        <p className="hint">{t('hotspots_hint')}</p>
        {flags.isPending && <Skeleton active />}
        {flags.isError && <LoadError error={flags.error} onRetry={() => void flags.refetch()} />}
        {flags.data?.hotspots.length === 0 && <Empty description={t('hotspots_empty')} />}
        <ul className="cards">
          {flags.data?.hotspots.map((flag) => (
            <li key={flag.id} className="card">
              <Flag flag={flag} />
            </li>
          ))}
        </ul>
      </section>
      <section className="card figure figure-wide" aria-label={t('calendar_title')}>
        <h2 className="section-title">{t('calendar_title')}</h2>
        {calendar.isPending && <Skeleton active />}
        {calendar.isError && (
          <LoadError error={calendar.error} onRetry={() => void calendar.refetch()} />
        )}
        {calendar.data !== undefined && (
          <>
            {!calendar.data.enough_data && (
              <p className="hint">
                {t('calendar_short', { months: calendar.data.months_of_data })}
              </p>
            )}
            <ol className="months">
              {calendar.data.months.map((month) => (
                <li key={month.month} className="month">
                  <Month month={month} />
                </li>
              ))}
            </ol>
          </>
        )}
      </section>
    </div>
  )
}

function Flag({ flag }: { flag: Hotspot }) {
  return (
    <>
      <p className="card-title">
        {flag.category ?? t('no_category')} · {flag.division ?? t('no_area')}
      </p>
      <p className="card-meta">
        <Mark>{tData('hotspot', flag.status)}</Mark>
        {flag.small_sample && <Mark tone="warn">{t('small_sample')}</Mark>}
        {t('hotspot_line', {
          tickets: flag.ticket_count,
          reporters: flag.reporter_count,
          baseline: flag.baseline,
          at: momentText(flag.last_at),
        })}
        {flag.weak_signals > 0 && ` · ${t('weak_signals', { count: flag.weak_signals })}`}
      </p>
    </>
  )
}

function Month({ month }: { month: CalendarMonth }) {
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
