import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { call, post } from '../../shared/api.ts'
import { isChallengeOver } from './auth-error.ts'
import { Failure } from './failure.tsx'
import { t } from './texts.ts'
import { useSubmit } from '../../shared/use-submit.ts'

type Props = { onDone: () => void; onBack: () => void }

export function SecondStep({ onDone, onBack }: Props) {
  const [backup, setBackup] = useState(false)
  const { busy, error, submit } = useSubmit()
  const path = backup ? 'verify-backup-code' : 'verify-totp'
  const send = ({ code }: { code: string }): void =>
    void submit(async () => {
      await call(`/api/auth/two-factor/${path}`, post({ code: code.replaceAll(/\s/g, '') }))
      onDone()
    })
  const over = isChallengeOver(error)
  return (
    <>
      <h1>{t('second_step')}</h1>
      <p>{t(backup ? 'backup_hint' : 'code_hint')}</p>
      <Failure error={error} />
      {!over && (
        <Form key={path} layout="vertical" onFinish={send} requiredMark={false}>
          <Form.Item
            name="code"
            label={t(backup ? 'backup_code' : 'code')}
            rules={[{ required: true, message: t('needed') }]}
          >
            <Input
              autoFocus
              autoComplete="one-time-code"
              maxLength={20}
              {...(backup ? {} : { inputMode: 'numeric' })}
            />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={busy}>
            {t('verify')}
          </Button>
        </Form>
      )}
      {!over && (
        <Button type="link" onClick={() => setBackup(!backup)}>
          {t(backup ? 'use_code' : 'use_backup')}
        </Button>
      )}
      <Button type={over ? 'primary' : 'link'} onClick={onBack}>
        {t('start_over')}
      </Button>
    </>
  )
}
