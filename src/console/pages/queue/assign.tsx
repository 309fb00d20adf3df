import { useQuery } from '@tanstack/react-query'
import { App, Input, Modal, Select, Space } from 'antd'
import { useState } from 'react'
import { queueApi, type TicketDetail } from './api.ts'
import { t } from './texts.ts'

type Props = {
  ticket: TicketDetail
  onChanged: (ticket: TicketDetail) => void
  onClose: () => void
}

/** Names the person who does it; the unit stays. */
export function Assign({ ticket, onChanged, onClose }: Props) {
  const { message } = App.useApp()
  const [id, setId] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const query = useQuery({ queryKey: ['colleagues'], queryFn: queueApi.colleagues })
  const people = query.data?.colleagues ?? []
  const person = people.find((item) => item.id === id)
  const ready = person !== undefined && reason.trim() !== ''
  const send = (): void => {
    if (person === undefined || !ready) return
    const body = { event: 'assign', assignee_id: person.id }
    queueApi
      .event(ticket.ticket_no, { ...body, version: ticket.version, reason })
      .then((next) => {
        onChanged(next)
        message.success(t('saved'))
        onClose()
      })
      .catch((error: Error) => message.error(error.message, 6))
  }
  return (
    <Modal
      open
      title={t('event_assign')}
      okButtonProps={{ disabled: !ready }}
      onOk={send}
      onCancel={onClose}
    >
      <Space orientation="vertical" className="wide">
        <Select
          className="wide"
          aria-label={t('assignee')}
          placeholder={t('assignee')}
          showSearch={{ optionFilterProp: 'label' }}
          loading={query.isPending}
          value={id}
          onChange={setId}
          options={people.map((item) => ({
            value: item.id,
            label: item.unit === null ? item.name : `${item.name} · ${item.unit}`,
          }))}
        />
        <Input
          aria-label={t('reason')}
          placeholder={t('reason')}
          value={reason}
          maxLength={1000}
          onChange={(event) => setReason(event.target.value)}
          onPressEnter={send}
        />
      </Space>
    </Modal>
  )
}
