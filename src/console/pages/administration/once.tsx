import { Alert, Button, Typography } from 'antd'
import { t } from './texts.ts'

type Props = { label: string; secret: string; onDone: () => void }

/** A link or key that nobody can read again: it stays until somebody says it was copied. */
export function Once({ label, secret, onDone }: Props) {
  return (
    <Alert
      type="success"
      showIcon
      role="status"
      title={label}
      description={
        <div className="once">
          <Typography.Text copyable className="once-secret">
            {secret}
          </Typography.Text>
          <p>{t('once_hint')}</p>
          <div>
            <Button onClick={onDone}>{t('done')}</Button>
          </div>
        </div>
      }
    />
  )
}
