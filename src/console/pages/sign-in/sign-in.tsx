import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { api } from '../../shared/api.ts'
import { Failure } from './failure.tsx'
import { SingleSignOn } from './single-sign-on.tsx'
import { SecondStep } from './second-step.tsx'
import { t } from './texts.ts'
import { useSubmit } from '../../shared/use-submit.ts'

export function SignIn({ onDone }: { onDone: () => void }) {
  const [half, setHalf] = useState(false)
  return (
    <main className="gate">
      {half ? (
        <SecondStep onDone={onDone} onBack={() => setHalf(false)} />
      ) : (
        <Password onDone={onDone} onHalf={() => setHalf(true)} />
      )}
    </main>
  )
}

function Password({ onDone, onHalf }: { onDone: () => void; onHalf: () => void }) {
  const { busy, error, submit } = useSubmit()
  const send = (values: { username: string; password: string }): void =>
    void submit(async () => {
      const { twoFactorRedirect } = await api.signIn(values.username, values.password)
      if (twoFactorRedirect === true) onHalf()
      else onDone()
    })
  return (
    <>
      <h1>{t('sign_in')}</h1>
      <Failure error={error} locks />
      <Form layout="vertical" onFinish={send} requiredMark={false}>
        <Form.Item
          name="username"
          label={t('username')}
          rules={[{ required: true, message: t('needed') }]}
        >
          <Input autoComplete="username" autoFocus />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('password')}
          rules={[{ required: true, message: t('needed') }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={busy}>
          {t('sign_in')}
        </Button>
      </Form>
      <SingleSignOn />
    </>
  )
}
