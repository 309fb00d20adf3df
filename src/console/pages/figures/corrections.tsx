import { useQuery } from '@tanstack/react-query'
import { Drawer, Empty, Skeleton } from 'antd'
import { useState } from 'react'
import { LoadError } from '../../shared/load-error.tsx'
import { momentText } from '../../shared/time.ts'
import { Link } from '../../shell/link.tsx'
import { link } from '../../shell/router.ts'
import { figures, type Intake, type Period } from './api.ts'
import { Figure } from './figure.tsx'
import { percent } from './kpi.tsx'
import { t, tData } from './texts.ts'

const CHANGED_COLUMN = 2

type Props = { reviews: Intake['reviews']; period: Period }

/** What people changed of the AI's fields; each count opens its tickets. */
export function Corrections({ reviews, period }: Props) {
  const [field, setField] = useState<string | null>(null)
  const total = reviews.reduce((sum, { reviewed }) => sum + reviewed, 0)
  return (
    <>
      <Figure
        title={t('corrections_title')}
        sample={t('corrections_sample', { count: total })}
        empty={total === 0}
        table={{
          name: t('corrections_title'),
          columns: [t('field'), t('reviewed'), t('changed'), t('share')],
          rows: reviews.map(({ field: name, reviewed, changed }) => [
            tData('field', name),
            reviewed,
            changed,
            percent(reviewed === 0 ? null : changed / reviewed),
          ]),
        }}
        opens={{
          column: CHANGED_COLUMN,
          onOpen: (row) => setField(reviews[row]?.field ?? null),
        }}
      />
      <Drawer
        open={field !== null}
        title={t('corrected_title', { field: tData('field', field ?? '') })}
        onClose={() => setField(null)}
        destroyOnHidden
      >
        {field !== null && <Corrected field={field} period={period} />}
      </Drawer>
    </>
  )
}

function Corrected({ field, period }: { field: string; period: Period }) {
  const query = useQuery({
    queryKey: ['figures', 'corrections', period, field],
    queryFn: () => figures.corrections(period, field),
  })
  if (query.isPending) return <Skeleton active />
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  const { tickets, limit } = query.data
  return (
    <div className="stack">
      <p className="hint">
        {t(tickets.length < limit ? 'corrected_hint' : 'corrected_first', { limit })}
      </p>
      {tickets.length === 0 && <Empty description={t('no_tickets')} />}
      <ul className="plain turn-list">
        {tickets.map(({ ticketNo, title, at }) => (
          <li key={ticketNo}>
            <Link href={link('tickets', ticketNo)}>{title}</Link>
            <span className="card-meta">
              {ticketNo} · {momentText(at)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
