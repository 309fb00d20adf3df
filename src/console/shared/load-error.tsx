import { Alert, Button } from 'antd'
import { t } from './texts.ts'

export function LoadError({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <Alert
      type="error"
      showIcon
      title={t('load_failed', { message: error.message })}
      action={<Button onClick={onRetry}>{t('retry')}</Button>}
    />
  )
}
