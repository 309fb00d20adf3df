import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Radio, Space } from 'antd'
import { useEffect, useState } from 'react'
import { SATISFACTIONS, TICKET_OUTCOMES, VERDICTS } from '../../../protocol/tickets.ts'
import { queueApi, type TicketDetail } from './api.ts'
import type { Move, MoveField } from './moves.ts'
import { t, tData } from './texts.ts'
import { UnitFields } from './unit-fields.tsx'

type Props = {
  move: Move
  ticket: TicketDetail
  busy: boolean
  onSend: (values: Record<string, unknown>) => void
  onCancel: () => void
}

export function MoveForm({ move, ticket, busy, onSend, onCancel }: Props) {
  const [form] = Form.useForm<Record<string, unknown>>()
  return (
    <Form
      form={form}
      layout="vertical"
      className="move-form"
      aria-label={move.label}
      onFinish={onSend}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation()
          onCancel()
        }
      }}
      onKeyDownCapture={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
        // An open list would take Enter as a choice of what it points at.
        event.stopPropagation()
        form.submit()
      }}
    >
      {move.fields.map((name, at) => (
        <FieldInput key={name} name={name} ticket={ticket} first={at === 0} />
      ))}
      <Space>
        <Button
          type="primary"
          htmlType="submit"
          loading={busy}
          autoFocus={move.fields[0] === 'lead_unit'}
        >
          {move.label}
        </Button>
        <Button onClick={onCancel}>{t('cancel')}</Button>
      </Space>
    </Form>
  )
}

type FieldProps = { name: MoveField; ticket: TicketDetail; first: boolean }

function FieldInput({ name, ticket, first }: FieldProps) {
  const rules = [{ required: true, message: t('needed') }]
  switch (name) {
    case 'lead_unit':
      return <UnitFields ticket={ticket} />
    case 'outcome':
      return (
        <Form.Item name={name} label={t('outcome')} rules={rules}>
          <Radio.Group
            optionType="button"
            options={TICKET_OUTCOMES.map((value) => ({ value, label: tData('outcome', value) }))}
          />
        </Form.Item>
      )
    case 'public_reply':
      return <ReplyField ticket={ticket} />
    case 'verdict':
      return <CallBackFields />
    case 'question':
      return (
        <Form.Item name={name} label={t('question')} rules={rules}>
          <Input.TextArea autoFocus={first} rows={3} maxLength={1000} />
        </Form.Item>
      )
    case 'channel':
    case 'suggested_unit':
      return (
        <Form.Item name={name} label={t(name)} rules={rules}>
          <Input autoFocus={first} maxLength={100} />
        </Form.Item>
      )
    default:
      return (
        <Form.Item name={name} label={t(name)} rules={rules}>
          <Input autoFocus={first} maxLength={1000} />
        </Form.Item>
      )
  }
}

/** 回访: what the resident said on the phone. A case that did not help is reopened, or closed with a reason. */
function CallBackFields() {
  const form = Form.useFormInstance()
  const verdict = Form.useWatch<string | undefined>('verdict', form)
  const satisfaction = Form.useWatch<string | undefined>('satisfaction', form)
  const unhappy = verdict === 'no' || satisfaction === 'dissatisfied'
  return (
    <>
      <Form.Item
        name="verdict"
        label={t('verdict')}
        rules={[{ required: true, message: t('needed') }]}
      >
        <Radio.Group
          options={VERDICTS.map((value) => ({ value, label: tData('verdict', value) }))}
        />
      </Form.Item>
      <Form.Item name="satisfaction" label={t('satisfaction')} initialValue="unrated">
        <Radio.Group
          options={SATISFACTIONS.map((value) => ({ value, label: tData('satisfaction', value) }))}
        />
      </Form.Item>
      {unhappy && <Alert type="warning" showIcon title={t('unhappy_note')} />}
      <Form.Item
        name="reason"
        label={t('reason')}
        rules={unhappy ? [{ required: true, message: t('needed') }] : []}
      >
        <Input maxLength={1000} />
      </Form.Item>
    </>
  )
}

const CHECK_MS = 600

/** Warns while one writes and never stops anybody: a good answer may use other words. */
function ReplyField({ ticket }: { ticket: TicketDetail }) {
  const form = Form.useFormInstance()
  const text = Form.useWatch<string | undefined>('public_reply', form) ?? ''
  const [settled, setSettled] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text.trim()), CHECK_MS)
    return () => clearTimeout(timer)
  }, [text])
  const check = useQuery({
    queryKey: ['reply-check', ticket.ticket_no, settled],
    queryFn: () => queueApi.checkReply(ticket.ticket_no, settled),
    enabled: settled !== '',
    staleTime: Infinity,
  })
  const warnings = settled === '' ? [] : (check.data?.warnings ?? [])
  return (
    <>
      <Form.Item
        name="public_reply"
        label={t('public_reply')}
        rules={[{ required: true, message: t('needed') }]}
      >
        <Input.TextArea rows={4} maxLength={4000} />
      </Form.Item>
      {warnings.map((warning) => (
        <Alert
          key={warning}
          type="warning"
          showIcon
          title={tData('warning', warning)}
          role="status"
        />
      ))}
    </>
  )
}
