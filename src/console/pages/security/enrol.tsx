import { Button, Form, Input, QRCode, Typography } from 'antd'
import { Failure } from '../sign-in/failure.tsx'
import { useSubmit } from '../../shared/use-submit.ts'
import { security } from './api.ts'
import { t } from './texts.ts'

/** The library knows people by an address that does not exist; an authenticator shows their name instead. */
function readable(uri: string): string {
  return uri.replace(/(?:%40|@)staff\.invalid/, '')
}

type Props = { uri: string; onCancel: () => void; onConfirmed: () => Promise<void> }

export function Enrol({ uri, onCancel, onConfirmed }: Props) {
  const { busy, error, submit } = useSubmit()
  const shown = readable(uri)
  const secret = new URL(uri).searchParams.get('secret') ?? ''
  const confirm = ({ code }: { code: string }): void =>
    void submit(async () => {
      await security.confirmFactor(code.replaceAll(/\s/g, ''))
      await onConfirmed()
    })
  return (
    <div className="enrol">
      <h3 className="enrol-step">{t('scan_title')}</h3>
      <p className="hint">{t('scan_hint')}</p>
      <div className="enrol-code">
        <div role="img" aria-label={t('qr_label')}>
          <div aria-hidden="true">
            <QRCode
              type="svg"
              value={shown}
              size={220}
              errorLevel="L"
              color="#000"
              bgColor="#fff"
            />
          </div>
        </div>
        <div className="enrol">
          <p>{t('type_secret')}</p>
          <Typography.Text copyable className="enrol-secret">
            {secret}
          </Typography.Text>
          <a href={shown}>{t('open_app')}</a>
        </div>
      </div>
      <h3 className="enrol-step">{t('code_title')}</h3>
      <Failure error={error} />
      <Form layout="vertical" requiredMark={false} onFinish={confirm}>
        <Form.Item name="code" label={t('code')} rules={[{ required: true, message: t('needed') }]}>
          <Input inputMode="numeric" autoComplete="one-time-code" maxLength={10} />
        </Form.Item>
        <div className="bar">
          <Button type="primary" htmlType="submit" loading={busy}>
            {t('confirm_code')}
          </Button>
          <Button onClick={onCancel}>{t('cancel')}</Button>
        </div>
      </Form>
    </div>
  )
}
