import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input } from 'antd'
import { Failure } from '../sign-in/failure.tsx'
import { useSubmit } from '../../shared/use-submit.ts'
import { security } from './api.ts'
import { t } from './texts.ts'

type Values = { current: string; password: string }

export function OwnPassword() {
  const [form] = Form.useForm<Values>()
  const { busy, error, submit } = useSubmit()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const send = (values: Values): void =>
    void submit(async () => {
      await security.changePassword(values)
      form.resetFields()
      message.success(t('password_changed'))
      await queries.invalidateQueries()
    })
  const needed = { required: true, message: t('needed') }
  return (
    <section className="card" aria-labelledby="own-password">
      <h2 className="section-title" id="own-password">
        {t('change_password')}
      </h2>
      <p className="hint">{t('change_password_hint')}</p>
      <Failure error={error} />
      <Form form={form} layout="vertical" onFinish={send} requiredMark={false}>
        <Form.Item name="current" label={t('current_password')} rules={[needed]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('new_password')}
          rules={[needed, { min: 10, message: t('too_short') }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button htmlType="submit" loading={busy}>
          {t('save_password')}
        </Button>
      </Form>
    </section>
  )
}
