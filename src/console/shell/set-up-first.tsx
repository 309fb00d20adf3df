import { Alert, Button, Skeleton } from 'antd'
import { lazy, Suspense } from 'react'
import { api } from '../shared/api.ts'
import { t } from '../shared/texts.ts'
import '../shared/sheet.css'

const SecondFactor = lazy(async () => ({
  default: (await import('../pages/security/second-factor.tsx')).SecondFactor,
}))

/** Instead of the desk, for somebody whose role asks for a second factor that is not there yet. */
export function SetUpFirst({ onSignOut }: { onSignOut: () => void }) {
  const leave = async (): Promise<void> => {
    await api.signOut()
    onSignOut()
  }
  return (
    <main className="sheet stack security">
      <Alert type="info" showIcon title={t('second_factor_due')} />
      <Suspense fallback={<Skeleton active paragraph={{ rows: 4 }} />}>
        <SecondFactor />
      </Suspense>
      <div>
        <Button onClick={() => void leave()}>{t('sign_out')}</Button>
      </div>
    </main>
  )
}
