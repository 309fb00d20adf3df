import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input, Skeleton } from 'antd'
import { useState } from 'react'
import { LoadError } from '../../shared/load-error.tsx'
import { Mark } from '../../shared/mark.tsx'
import { Failure } from '../sign-in/failure.tsx'
import { useSubmit } from '../../shared/use-submit.ts'
import { security, type Secrets } from './api.ts'
import { BackupCodes } from './backup-codes.tsx'
import { Enrol } from './enrol.tsx'
import { t } from './texts.ts'

type Ask = 'turn_on' | 'turn_off' | 'new_codes'
type Step =
  | { kind: 'rest' }
  | { kind: 'password'; ask: Ask }
  | { kind: 'enrol'; secrets: Secrets }
  | { kind: 'codes'; codes: string[] }

const REST: Step = { kind: 'rest' }

export function SecondFactor() {
  const query = useQuery({ queryKey: ['second-factor'], queryFn: security.isFactorOn })
  return (
    <section className="card" aria-labelledby="second-factor">
      <h2 className="section-title" id="second-factor">
        {t('second_factor')}
      </h2>
      {query.isPending && <Skeleton active paragraph={{ rows: 2 }} />}
      {query.isError && <LoadError error={query.error} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && <Steps on={query.data} />}
    </section>
  )
}

function Steps({ on }: { on: boolean }) {
  const [step, setStep] = useState<Step>(REST)
  const { message } = App.useApp()
  const queries = useQueryClient()
  const rest = (): void => setStep(REST)
  const changed = async (text: string): Promise<void> => {
    message.success(text)
    await queries.invalidateQueries()
  }
  const withPassword = async (ask: Ask, password: string): Promise<void> => {
    if (ask === 'turn_on') {
      setStep({ kind: 'enrol', secrets: await security.enableFactor(password) })
    } else if (ask === 'new_codes') {
      setStep({ kind: 'codes', codes: (await security.newBackupCodes(password)).backupCodes })
    } else {
      await security.disableFactor(password)
      rest()
      await changed(t('turned_off'))
    }
  }
  switch (step.kind) {
    case 'rest':
      return <Standing on={on} onAsk={(ask) => setStep({ kind: 'password', ask })} />
    case 'password':
      return (
        <AskPassword
          label={t(step.ask)}
          onCancel={rest}
          onPassword={(password) => withPassword(step.ask, password)}
        />
      )
    case 'enrol':
      return (
        <Enrol
          uri={step.secrets.totpURI}
          onCancel={rest}
          onConfirmed={async () => {
            setStep({ kind: 'codes', codes: step.secrets.backupCodes })
            await changed(t('turned_on'))
          }}
        />
      )
    case 'codes':
      return <BackupCodes codes={step.codes} onDone={rest} />
  }
}

function Standing({ on, onAsk }: { on: boolean; onAsk: (ask: Ask) => void }) {
  return (
    <>
      <p>
        <Mark tone={on ? 'ok' : 'warn'}>{t(on ? 'factor_on' : 'factor_off')}</Mark>
      </p>
      {!on && <p className="hint">{t('factor_off_hint')}</p>}
      <div className="bar">
        {on ? (
          <>
            <Button onClick={() => onAsk('new_codes')}>{t('new_codes')}</Button>
            <Button danger onClick={() => onAsk('turn_off')}>
              {t('turn_off')}
            </Button>
          </>
        ) : (
          <Button type="primary" onClick={() => onAsk('turn_on')}>
            {t('turn_on')}
          </Button>
        )}
      </div>
    </>
  )
}

type AskProps = {
  label: string
  onCancel: () => void
  onPassword: (password: string) => Promise<void>
}

function AskPassword({ label, onCancel, onPassword }: AskProps) {
  const { busy, error, submit } = useSubmit()
  return (
    <>
      <p>{label}</p>
      <Failure error={error} />
      <Form
        layout="vertical"
        requiredMark={false}
        onFinish={({ password }: { password: string }) => void submit(() => onPassword(password))}
      >
        <Form.Item
          name="password"
          label={t('confirm_password')}
          rules={[{ required: true, message: t('needed') }]}
        >
          <Input.Password autoFocus autoComplete="current-password" />
        </Form.Item>
        <div className="bar">
          <Button type="primary" htmlType="submit" loading={busy}>
            {t('go_on')}
          </Button>
          <Button onClick={onCancel}>{t('cancel')}</Button>
        </div>
      </Form>
    </>
  )
}
