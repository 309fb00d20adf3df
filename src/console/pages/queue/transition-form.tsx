import { useQuery } from '@tanstack/react-query'
import { App, Button, Form, Input, Select, Space } from 'antd'
import { useState } from 'react'
import { api, type TicketDetail } from '../../shared/api.ts'
import { t, tData } from './texts.ts'

type Field =
  | 'category_code'
  | 'reason'
  | 'lead_unit'
  | 'suggested_unit'
  | 'decision'
  | 'question'
  | 'outcome'
  | 'public_reply'

type Move = { to: string; label: Parameters<typeof t>[0]; fields: readonly Field[] }

/** What each step asks for, as the lifecycle wants it; the server checks the same again. */
const MOVES: Readonly<Record<string, Move>> = {
  accepted: { to: 'accepted', label: 'accept', fields: ['category_code'] },
  rejected: { to: 'rejected', label: 'reject', fields: ['reason'] },
  dispatched: { to: 'dispatched', label: 'dispatch', fields: ['lead_unit', 'reason', 'decision'] },
  processing: { to: 'processing', label: 'sign', fields: ['lead_unit', 'reason'] },
  pending_info: { to: 'pending_info', label: 'ask_resident', fields: ['question'] },
  resolved: { to: 'resolved', label: 'resolve', fields: ['outcome', 'public_reply'] },
  returned: { to: 'returned', label: 'return', fields: ['reason', 'suggested_unit'] },
  closed: { to: 'closed', label: 'close', fields: [] },
}
const OUTCOMES = ['done', 'partial', 'explained', 'not_true', 'out_of_scope', 'planned'] as const

type Props = { ticket: TicketDetail; onChanged: () => void }

function useTransition({ ticket, onChanged }: Props) {
  const { message } = App.useApp()
  const [open, setOpen] = useState<Move | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (move: Move, values: Record<string, unknown>): Promise<void> => {
    setBusy(true)
    try {
      await api.transition(ticket.ticket_no, { to: move.to, version: ticket.version, ...values })
      message.success(t('saved'))
      setOpen(null)
      onChanged()
    } catch (error) {
      message.error(error instanceof Error ? error.message : String(error))
    } finally {
      setBusy(false)
    }
  }
  return { open, setOpen, busy, submit }
}

export function TransitionForm({ ticket, onChanged }: Props) {
  const { open, setOpen, busy, submit } = useTransition({ ticket, onChanged })
  const moves = [...new Set(ticket.allowed)]
    .map((to) => MOVES[to])
    .filter((move) => move !== undefined)
  return (
    <section className="moves">
      <Space wrap>
        {moves.map((move, index) => (
          <Button
            key={move.to}
            type={index === 0 ? 'primary' : 'default'}
            aria-expanded={open?.to === move.to}
            onClick={() => setOpen(open?.to === move.to ? null : move)}
          >
            {labelOf(move, ticket)}
          </Button>
        ))}
      </Space>
      {open !== null && (
        <Form
          key={open.to}
          layout="vertical"
          className="move-form"
          initialValues={{ category_code: ticket.category_code ?? undefined }}
          onFinish={(values: Record<string, unknown>) => void submit(open, values)}
        >
          {fieldsOf(open, ticket).map((name) => (
            <MoveField key={name} name={name} ticket={ticket} />
          ))}
          <Space>
            <Button type="primary" htmlType="submit" loading={busy}>
              {labelOf(open, ticket)}
            </Button>
            <Button onClick={() => setOpen(null)}>{t('cancel')}</Button>
          </Space>
        </Form>
      )}
    </section>
  )
}

function labelOf(move: Move, ticket: TicketDetail): string {
  if (move.to !== 'processing') return t(move.label)
  if (ticket.status === 'accepted') return t('self_handle')
  return ['resolved', 'closed'].includes(ticket.status) ? t('reopen') : t('sign')
}

/** Only what this step needs from this state. */
function fieldsOf(move: Move, ticket: TicketDetail): readonly Field[] {
  if (move.to === 'processing') {
    if (ticket.status === 'accepted') return ['lead_unit']
    return ['resolved', 'closed'].includes(ticket.status) ? ['reason'] : []
  }
  if (move.to === 'dispatched') {
    if (ticket.status === 'accepted') return ['lead_unit']
    return ticket.status === 'returned' ? ['lead_unit', 'decision'] : ['lead_unit', 'reason']
  }
  return move.fields
}

function MoveField({ name, ticket }: { name: Field; ticket: TicketDetail }) {
  const rules = [{ required: true }]
  switch (name) {
    case 'category_code':
      return <CategoryField ticket={ticket} />
    case 'lead_unit':
    case 'suggested_unit':
      return (
        <Form.Item name={name} label={t('unit')} rules={rules}>
          <Input placeholder={t('unit_hint')} maxLength={80} />
        </Form.Item>
      )
    case 'outcome':
      return (
        <Form.Item name={name} label={t('outcome')} rules={rules}>
          <Select options={OUTCOMES.map((value) => ({ value, label: tData('outcome', value) }))} />
        </Form.Item>
      )
    case 'public_reply':
    case 'question':
      return (
        <Form.Item name={name} label={t(name)} rules={rules}>
          <Input.TextArea rows={4} maxLength={4000} />
        </Form.Item>
      )
    default:
      return (
        <Form.Item name={name} label={t('reason')} rules={rules}>
          <Input.TextArea rows={2} maxLength={1000} />
        </Form.Item>
      )
  }
}

/** The classifier's three candidates first, then the whole catalogue by search. */
function CategoryField({ ticket }: { ticket: TicketDetail }) {
  const query = useQuery({ queryKey: ['categories'], queryFn: api.categories, staleTime: Infinity })
  const suggested = (ticket.ai_fields['category_candidates']?.value ?? []) as {
    code: string
    name: string
    confidence: number
  }[]
  const codes = new Set(suggested.map((item) => item.code))
  const options = [
    ...suggested.map((item) => ({
      value: item.code,
      label: `${item.name} · ${item.code} · ${t('ai_suggested')} ${item.confidence.toFixed(2)}`,
    })),
    ...(query.data?.categories ?? [])
      .filter((item) => !codes.has(item.code))
      .map((item) => ({ value: item.code, label: `${item.name} · ${item.code}` })),
  ]
  return (
    <Form.Item name="category_code" label={t('field_category')} rules={[{ required: true }]}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        loading={query.isPending}
        options={options}
        virtual
      />
    </Form.Item>
  )
}
