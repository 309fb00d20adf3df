import { useQuery } from '@tanstack/react-query'
import { Button, Popconfirm, Skeleton } from 'antd'
import en from '../locales/sessions.en.json'
import zh from '../locales/sessions.zh-CN.json'
import { call } from './api.ts'
import { deviceName } from './device-name.ts'
import { LoadError } from './load-error.tsx'
import { Mark } from './mark.tsx'
import { textsOf } from './texts.ts'
import { momentText } from './time.ts'
import { useAct } from './use-act.ts'

const { t } = textsOf(zh, en)

type Session = {
  id: string
  createdAt: string
  lastUsedAt: string
  ip: string | null
  device: string | null
}

const pathOf = (userId: string): string =>
  `/api/console/people/${encodeURIComponent(userId)}/sessions`

/** Where somebody is signed in. The session one looks from ends with "sign out", not here. */
export function Sessions({ userId, own }: { userId: string; own: boolean }) {
  const query = useQuery({
    queryKey: ['sessions', userId],
    queryFn: async () => {
      const [list, here] = await Promise.all([
        call<{ sessions: Session[] }>(pathOf(userId)),
        own ? call<{ session: { id: string } } | null>('/api/auth/get-session') : null,
      ])
      return { ...list, here: here?.session.id }
    },
  })
  return (
    <section className="card" aria-labelledby="sessions-title">
      <h2 className="section-title" id="sessions-title">
        {t('sessions')}
      </h2>
      {query.isPending && <Skeleton active paragraph={{ rows: 3 }} />}
      {query.isError && <LoadError error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.sessions.length === 0 && <p className="hint">{t('sessions_empty')}</p>}
      <ul className="plain">
        {query.data?.sessions.map((session) => (
          <li key={session.id} className="session">
            <SessionLine session={session} userId={userId} here={session.id === query.data.here} />
          </li>
        ))}
      </ul>
    </section>
  )
}

type LineProps = { session: Session; userId: string; here: boolean }

function SessionLine({ session, userId, here }: LineProps) {
  const act = useAct()
  const end = (): void =>
    void act(
      () => call(`${pathOf(userId)}/${encodeURIComponent(session.id)}`, { method: 'DELETE' }),
      t('session_ended'),
    )
  return (
    <>
      <div>
        <p>
          {deviceName(session.device) ?? t('unknown_device')}{' '}
          {here && <Mark tone="info">{t('this_session')}</Mark>}
        </p>
        <p className="hint">
          {[
            t('signed_in_at', { at: momentText(session.createdAt) }),
            t('last_used_at', { at: momentText(session.lastUsedAt) }),
            ...(session.ip === null || session.ip === ''
              ? []
              : [t('from_address', { ip: session.ip })]),
          ].join(' · ')}
        </p>
      </div>
      {!here && (
        <Popconfirm title={t('end_session_sure')} onConfirm={end}>
          <Button size="small">{t('end_session')}</Button>
        </Popconfirm>
      )}
    </>
  )
}
