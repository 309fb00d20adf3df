import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { api } from '../../shared/api.ts'
import { t } from './texts.ts'

/** The token stands behind the hash, where no server and no proxy sees it. */
export function Welcome() {
  const token = location.hash.slice(1)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (values: {
    name: string
    username: string
    password: string
  }): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      const { username } = await api.redeem({ token, ...values })
      await api.signIn(username, values.password)
      location.replace('/console')
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason))
      setBusy(false)
    }
  }
  return (
    <main className="gate">
      <h1>{t('welcome_title')}</h1>
      <p>{t('welcome_hint')}</p>
      {token === '' && <Alert type="warning" showIcon title={t('link_missing')} />}
      {error !== null && <Alert type="error" showIcon title={error} role="alert" />}
      <Form layout="vertical" onFinish={(values) => void submit(values)} requiredMark={false}>
        <Form.Item name="name" label={t('name')} rules={[{ required: true }]}>
          <Input autoComplete="name" maxLength={40} />
        </Form.Item>
        <Form.Item name="username" label={t('username')} rules={[{ required: true }]}>
          <Input autoComplete="username" maxLength={40} />
        </Form.Item>
        <Form.Item name="password" label={t('password')} rules={[{ required: true, min: 10 }]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={busy} disabled={token === ''}>
          {t('create_account')}
        </Button>
      </Form>
    </main>
  )
}
