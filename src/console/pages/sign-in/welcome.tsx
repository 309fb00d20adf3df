import { Alert, Button, Form, Input } from 'antd'
import { api } from '../../shared/api.ts'
import { Failure } from './failure.tsx'
import { t } from './texts.ts'
import { useSubmit } from '../../shared/use-submit.ts'

type Values = { name: string; username: string; password: string }

/** The token stands behind the hash, where no server and no proxy sees it. */
export function Welcome() {
  const token = location.hash.slice(1)
  const { busy, error, submit } = useSubmit()
  const send = (values: Values): void =>
    void submit(async () => {
      const { username } = await api.redeem({ token, ...values })
      await api.signIn(username, values.password)
      location.replace('/console')
    })
  const needed = { required: true, message: t('needed') }
  return (
    <main className="gate">
      <h1>{t('welcome_title')}</h1>
      <p>{t('welcome_hint')}</p>
      {token === '' && <Alert type="warning" showIcon title={t('link_missing')} />}
      <Failure error={error} />
      <Form layout="vertical" onFinish={send} requiredMark={false}>
        <Form.Item name="name" label={t('name')} rules={[needed]}>
          <Input autoComplete="name" maxLength={40} />
        </Form.Item>
        <Form.Item name="username" label={t('username')} rules={[needed]}>
          <Input autoComplete="username" maxLength={40} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('new_password')}
          rules={[needed, { min: 10, message: t('too_short') }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={busy} disabled={token === ''}>
          {t('create_account')}
        </Button>
      </Form>
    </main>
  )
}
