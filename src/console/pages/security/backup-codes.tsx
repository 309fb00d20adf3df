import { Alert, Button, Typography } from 'antd'
import { t } from './texts.ts'

export function BackupCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  return (
    <Alert
      type="success"
      role="status"
      title={t('codes_title')}
      description={
        <div className="enrol">
          <p>{t('codes_hint')}</p>
          <ul className="backup-codes">
            {codes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ul>
          <div className="bar">
            <Typography.Text copyable={{ text: codes.join('\n') }} />
            <Button type="primary" onClick={onDone}>
              {t('codes_done')}
            </Button>
          </div>
        </div>
      }
    />
  )
}
