import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { call, post } from '../../shared/api.ts'
import { Failure } from './failure.tsx'
import { t } from './texts.ts'
import { useSubmit } from '../../shared/use-submit.ts'

/** The token stands behind the hash, where no server and no proxy sees it. */
export function ResetPassword() {
  const token = location.hash.slice(1)
  const [username, setUsername] = useState<string | null>(null)
  const { busy, error, submit } = useSubmit()
  const send = ({ password }: { password: string }): void =>
    void submit(async () => {
      const answer = await call<{ username: string }>(
        '/api/staff/links/reset',
        post({ token, password }),
      )
      setUsername(answer.username)
    })
  return (
    <main className="gate">
      <h1>{t('reset_title')}</h1>
      {username === null ? (
        <>
          <p>{t('reset_hint')}</p>
          {token === '' && <Alert type="warning" showIcon title={t('link_missing')} />}
          <Failure error={error} />
          <Form layout="vertical" onFinish={send} requiredMark={false}>
            <Form.Item
              name="password"
              label={t('new_password')}
              rules={[
                { required: true, message: t('needed') },
                { min: 10, message: t('too_short') },
              ]}
            >
              <Input.Password autoComplete="new-password" autoFocus />
            </Form.Item>
            <Button type="primary" htmlType="submit" block loading={busy} disabled={token === ''}>
              {t('set_password')}
            </Button>
          </Form>
        </>
      ) : (
        <>
          <Alert type="success" showIcon role="status" title={t('reset_done', { username })} />
          <Button type="primary" block href="/console">
            {t('to_sign_in')}
          </Button>
        </>
      )}
    </main>
  )
}
