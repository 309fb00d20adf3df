import { Alert } from 'antd'
import { useEffect, useState } from 'react'
import { ApiError } from '../../shared/api.ts'
import { spanText } from '../../shared/time.ts'
import { authErrorText } from './auth-error.ts'
import { t } from './texts.ts'

const TICK_MS = 5_000

/** What went wrong, above the form; where passwords are tried, a lock with the time that is left of it. */
export function Failure({ error, locks = false }: { error: unknown; locks?: boolean }) {
  if (error === null) return null
  const seconds = error instanceof ApiError ? error.retryAfterSeconds : undefined
  const locked = locks && error instanceof ApiError && error.code === 'limit_exceeded'
  if (locked && seconds !== undefined) return <Locked key={seconds} seconds={seconds} />
  return <Alert type="error" showIcon role="alert" title={authErrorText(error)} />
}

function Locked({ seconds }: { seconds: number }) {
  const [until] = useState(() => Date.now() + seconds * 1000)
  const [left, setLeft] = useState(seconds * 1000)
  useEffect(() => {
    const timer = setInterval(() => setLeft(Math.max(0, until - Date.now())), TICK_MS)
    return () => clearInterval(timer)
  }, [until])
  if (left === 0) return null
  return (
    <Alert type="warning" showIcon role="alert" title={t('locked', { span: spanText(left) })} />
  )
}
