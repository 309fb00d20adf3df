import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Spin, Tabs } from 'antd'
import { useState } from 'react'
import { api, ApiError, type Me } from './api.ts'
import { t } from './i18n.ts'
import { ConversationsPage } from './pages/conversations.tsx'
import { PeoplePage } from './pages/people.tsx'
import { SignIn } from './pages/sign-in.tsx'
import { TicketsPage } from './pages/tickets.tsx'
import { Welcome } from './pages/welcome.tsx'
import { LoadError } from './parts/load-error.tsx'

export function App() {
  const queries = useQueryClient()
  const me = useQuery({ queryKey: ['me'], queryFn: api.me, retry: false })
  const refresh = (): void => void queries.invalidateQueries()
  if (location.pathname.endsWith('/welcome')) return <Welcome />
  if (me.isPending) return <Spin fullscreen tip={t('loading')} />
  if (me.error instanceof ApiError && me.error.status === 401) return <SignIn onDone={refresh} />
  if (me.isError) return <LoadError error={me.error} onRetry={() => void me.refetch()} />
  return <Desk me={me.data.me} onSignOut={refresh} />
}

const HANDLING = [
  'grid_worker',
  'community',
  'street',
  'district',
  'city',
  'department',
  'partner',
  'supervisor',
  'auditor',
]

function Desk({ me, onSignOut }: { me: Me; onSignOut: () => void }) {
  const handles = me.roles.some((role) => HANDLING.includes(role))
  const isAdmin = me.roles.includes('admin')
  const [tab, setTab] = useState(handles ? 'tickets' : 'people')
  const signOut = async (): Promise<void> => {
    await api.signOut()
    onSignOut()
  }
  const items = [
    ...(handles
      ? [
          { key: 'tickets', label: t('tickets'), children: <TicketsPage /> },
          {
            key: 'conversations',
            label: t('conversations'),
            children: <ConversationsPage me={me} />,
          },
        ]
      : []),
    ...(isAdmin ? [{ key: 'people', label: t('people'), children: <PeoplePage /> }] : []),
  ]
  return (
    <div className="desk">
      <header className="desk-head">
        <h1>{t('title')}</h1>
        <span>
          {me.name} {me.unitName}
        </span>
        <Button size="small" onClick={() => void signOut()}>
          {t('sign_out')}
        </Button>
      </header>
      <Tabs activeKey={tab} onChange={setTab} items={items} destroyOnHidden />
    </div>
  )
}
