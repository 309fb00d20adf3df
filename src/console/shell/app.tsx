import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Spin } from 'antd'
import { api, ApiError } from '../shared/api.ts'
import { LoadError } from '../shared/load-error.tsx'
import { t } from '../shared/texts.ts'
import { ResetPassword } from '../pages/sign-in/reset-password.tsx'
import { SignIn } from '../pages/sign-in/sign-in.tsx'
import { Welcome } from '../pages/sign-in/welcome.tsx'
import { Desk } from './desk.tsx'
import { SetUpFirst } from './set-up-first.tsx'

export function App() {
  const queries = useQueryClient()
  const me = useQuery({ queryKey: ['me'], queryFn: api.me, retry: false })
  const refresh = (): void => void queries.invalidateQueries()
  if (location.pathname.endsWith('/welcome')) {
    const { searchParams } = new URL(location.href)
    return searchParams.get('kind') === 'reset' ? <ResetPassword /> : <Welcome />
  }
  if (me.isPending) return <Spin fullscreen description={t('loading')} />
  if (me.error instanceof ApiError && me.error.status === 401) return <SignIn onDone={refresh} />
  if (me.isError) return <LoadError error={me.error} onRetry={() => void me.refetch()} />
  if (me.data.me.secondFactorDue) return <SetUpFirst onSignOut={refresh} />
  return <Desk me={me.data.me} onSignOut={refresh} />
}
