import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { api, ApiError } from '../../shared/api.ts'
import { t } from './texts.ts'

export function SignIn({ onDone }: { onDone: () => void }) {
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (values: { username: string; password: string }): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await api.signIn(values.username, values.password)
      onDone()
    } catch (reason) {
      const wrong = reason instanceof ApiError && (reason.status === 401 || reason.status === 400)
      setError(
        wrong ? t('sign_in_failed') : reason instanceof Error ? reason.message : String(reason),
      )
    } finally {
      setBusy(false)
    }
  }
  return (
    <main className="gate">
      <h1>{t('sign_in')}</h1>
      {error !== null && <Alert type="error" showIcon title={error} role="alert" />}
      <Form layout="vertical" onFinish={(values) => void submit(values)} requiredMark={false}>
        <Form.Item name="username" label={t('username')} rules={[{ required: true }]}>
          <Input autoComplete="username" autoFocus />
        </Form.Item>
        <Form.Item name="password" label={t('password')} rules={[{ required: true }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={busy}>
          {t('sign_in')}
        </Button>
      </Form>
    </main>
  )
}
