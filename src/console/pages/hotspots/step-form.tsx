import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Select } from 'antd'
import type { Me } from '../../shared/api.ts'
import { useSubmit } from '../../shared/use-submit.ts'
import { hotspots, type Colleague, type FlagDetail, type TaskStatus } from './api.ts'
import { t } from './texts.ts'

type Props = {
  flag: FlagDetail
  to: TaskStatus
  label: string
  me: Me
  onDone: (flag: FlagDetail) => void
  onCancel: () => void
}

type Values = {
  owner_id?: string
  due_on?: string
  plan?: string
  reason?: string
  result?: string
}

/** What a step asks for; the server asks the same again (R-HOT-2). */
export function StepForm({ flag, to, label, me, onDone, onCancel }: Props) {
  const { busy, error, submit } = useSubmit()
  const people = useQuery({
    queryKey: ['colleagues'],
    queryFn: hotspots.colleagues,
    staleTime: 60_000,
    enabled: to === 'accepted',
  })
  const colleagues = people.data?.colleagues ?? []
  const send = (values: Values): void =>
    void submit(async () => {
      const owner = colleagues.find(({ id }) => id === values.owner_id)
      const body = { ...values, to, version: flag.version, owner_name: owner?.name ?? null }
      onDone(await hotspots.move(flag.id, body))
    })
  const rules = [{ required: true, message: t('needed') }]
  const asks = (...steps: TaskStatus[]): boolean => steps.includes(to)
  const back = flag.status === 'done' && to === 'in_progress'
  return (
    <Form layout="vertical" aria-label={label} onFinish={send} initialValues={{ owner_id: me.id }}>
      {to === 'accepted' && <AcceptFields people={people.data?.colleagues} rules={rules} />}
      {(asks('dismissed') || back) && (
        <Form.Item name="reason" label={t('reason')} rules={rules}>
          <Input maxLength={1000} />
        </Form.Item>
      )}
      {asks('done', 'reviewed') && (
        <Form.Item
          name="result"
          label={t(to === 'done' ? 'result' : 'review_result')}
          rules={rules}
        >
          <Input.TextArea rows={2} maxLength={2000} />
        </Form.Item>
      )}
      {error instanceof Error && <Alert type="error" showIcon role="alert" title={error.message} />}
      <div className="bar">
        <Button type="primary" htmlType="submit" loading={busy}>
          {label}
        </Button>
        <Button onClick={onCancel}>{t('cancel')}</Button>
      </div>
    </Form>
  )
}

type AcceptProps = {
  people: Colleague[] | undefined
  rules: { required: boolean; message: string }[]
}

function AcceptFields({ people, rules }: AcceptProps) {
  return (
    <>
      <Form.Item name="owner_id" label={t('owner')} rules={rules}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          loading={people === undefined}
          options={(people ?? []).map(({ id, name, unit }) => ({
            value: id,
            label: unit === null ? name : `${name} · ${unit}`,
          }))}
        />
      </Form.Item>
      <Form.Item name="due_on" label={t('due_on')} rules={rules}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="plan" label={t('plan')}>
        <Input.TextArea rows={2} maxLength={2000} />
      </Form.Item>
    </>
  )
}
