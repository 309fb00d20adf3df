import { App, Button, Dropdown, Input, Modal } from 'antd'
import { useState } from 'react'
import { queueApi, type TicketDetail } from './api.ts'
import { Assign } from './assign.tsx'
import { t, tData } from './texts.ts'

type Props = { ticket: TicketDetail; onChanged: (ticket: TicketDetail) => void }

const EVENTS = ['remind', 'supervise', 'escalate'] as const
type Event = (typeof EVENTS)[number]

/** Less frequent things: events that are no statuses, and the paper. */
export function TicketMenu({ ticket, onChanged }: Props) {
  const { message } = App.useApp()
  const [asking, setAsking] = useState<Event | null>(null)
  const [reason, setReason] = useState('')
  const [assigning, setAssigning] = useState(false)
  const send = (): void => {
    if (asking === null || reason.trim() === '') return
    queueApi
      .event(ticket.ticket_no, { event: asking, version: ticket.version, reason })
      .then((next) => {
        onChanged(next)
        setAsking(null)
        setReason('')
        message.success(t('saved'))
      })
      .catch((error: Error) => message.error(error.message, 6))
  }
  const items = menuOf(ticket, setAsking, () => setAssigning(true))
  return (
    <>
      <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
        <Button className="ticket-menu" size="small" aria-label={t('more')}>
          ⋯
        </Button>
      </Dropdown>
      {assigning && (
        <Assign ticket={ticket} onChanged={onChanged} onClose={() => setAssigning(false)} />
      )}
      <Modal
        open={asking !== null}
        title={tData('event', asking ?? 'remind')}
        okButtonProps={{ disabled: reason.trim() === '' }}
        onOk={send}
        onCancel={() => setAsking(null)}
      >
        <Input
          autoFocus
          aria-label={t('reason')}
          placeholder={t('reason')}
          value={reason}
          maxLength={1000}
          onChange={(event) => setReason(event.target.value)}
          onPressEnter={send}
        />
      </Modal>
    </>
  )
}

function menuOf(ticket: TicketDetail, onAsk: (event: Event) => void, onAssign: () => void) {
  const paper = `/api/staff/tickets/${ticket.ticket_no}/export`
  return [
    {
      key: 'print',
      label: (
        <a href={`${paper}?format=html`} target="_blank" rel="noreferrer">
          {t('print')}
        </a>
      ),
    },
    {
      key: 'json',
      label: (
        <a href={`${paper}?format=json`} download={`${ticket.ticket_no}.json`}>
          {t('export_json')}
        </a>
      ),
    },
    ...(ticket.closed
      ? []
      : [
          { key: 'assign', label: t('event_assign'), onClick: onAssign },
          ...EVENTS.map((event) => ({
            key: event,
            label: tData('event', event),
            onClick: () => onAsk(event),
          })),
        ]),
  ]
}
