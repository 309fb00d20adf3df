import { useQuery } from '@tanstack/react-query'
import { Button, Empty, Skeleton } from 'antd'
import { useEffect, type ReactNode } from 'react'
import { LoadError } from '../../shared/load-error.tsx'
import { Mark } from '../../shared/mark.tsx'
import { momentText } from '../../shared/time.ts'
import { useAct } from '../../shared/use-act.ts'
import { Link } from '../../shell/link.tsx'
import { link } from '../../shell/router.ts'
import { notices, type Emergency, type Notices, type TicketAlert } from './api.ts'
import { t, tData } from './texts.ts'
import '../../shared/sheet.css'
import './styles.css'

const EVERY_MS = 10_000

export function Page() {
  const query = useQuery({
    queryKey: ['notices'],
    queryFn: notices.list,
    refetchInterval: EVERY_MS,
  })
  const drawnAt = query.data?.now
  useEffect(() => {
    // Seen when the page is left, so that what is new stays marked while it is looked at.
    return () => {
      if (drawnAt !== undefined) void notices.read(drawnAt).catch(() => undefined)
    }
  }, [drawnAt])
  return (
    <div className="sheet stack notices">
      <h1 className="sheet-title">{t('title_notices')}</h1>
      {query.isPending && <Skeleton active paragraph={{ rows: 6 }} />}
      {query.isError && <LoadError error={query.error} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && <Lists data={query.data} />}
    </div>
  )
}

function Lists({ data }: { data: Notices }) {
  const { emergencies, alerts, new_tickets: fresh } = data
  if (emergencies.length + alerts.length + fresh.length === 0)
    return <Empty description={t('nothing')} />
  return (
    <>
      <List title={t('dangers')} count={emergencies.length}>
        {emergencies.map((alert) => (
          <Danger key={alert.id} alert={alert} />
        ))}
      </List>
      <List title={t('due')} count={alerts.length}>
        {alerts.map((alert) => (
          <Due key={alert.id} alert={alert} fresh={alert.at > data.read_at} />
        ))}
      </List>
      <List title={t('fresh')} count={fresh.length}>
        {fresh.map((ticket) => (
          <li key={ticket.ticket_no}>
            <Link href={link('tickets', ticket.ticket_no)}>
              {ticket.ticket_no} · {ticket.title}
            </Link>
            <time dateTime={ticket.at}>{momentText(ticket.at)}</time>
          </li>
        ))}
      </List>
    </>
  )
}

function List({ title, count, children }: { title: string; count: number; children: ReactNode }) {
  if (count === 0) return null
  return (
    <section className="card" aria-label={title}>
      <h2 className="section-title">
        {title} · {count}
      </h2>
      <ul>{children}</ul>
    </section>
  )
}

function Danger({ alert }: { alert: Emergency }) {
  return (
    <li>
      <Mark tone="danger">{tData('danger', alert.kind)}</Mark>
      <span className="words">{alert.summary}</span>
      <time dateTime={alert.at}>{momentText(alert.at)}</time>
      {alert.conversation_id !== null && (
        <Link href={link('chats', alert.conversation_id)}>{t('open_chat')}</Link>
      )}
      <TakeNote id={alert.id} done={alert.acknowledged_at !== null} />
    </li>
  )
}

function Due({ alert, fresh }: { alert: TicketAlert; fresh: boolean }) {
  const late = alert.kind === 'overdue' || alert.kind === 'supervise'
  return (
    <li>
      <Mark tone={late ? 'danger' : 'warn'}>
        {alert.stage === null
          ? tData('alert', alert.kind)
          : `${tData('stage', alert.stage)} · ${tData('alert', alert.kind)}`}
      </Mark>
      <Link href={link('tickets', alert.ticket_no)} className={fresh ? 'words new' : 'words'}>
        {alert.ticket_no} · {alert.title}
      </Link>
      {alert.reason !== '' && <span className="hint">{alert.reason}</span>}
      <time dateTime={alert.at}>{momentText(alert.at)}</time>
      {alert.on_call && <TakeNote id={alert.id} done={alert.acknowledged_at !== null} />}
    </li>
  )
}

function TakeNote({ id, done }: { id: string; done: boolean }) {
  const act = useAct()
  if (done) return <Mark tone="ok">{t('noted')}</Mark>
  return (
    <Button
      size="small"
      type="primary"
      danger
      onClick={() => void act(() => notices.takeNote(id), t('noted'))}
    >
      {t('take_note')}
    </Button>
  )
}
