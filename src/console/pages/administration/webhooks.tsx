import { useQuery } from '@tanstack/react-query'
import { App, Button, Checkbox, Empty, Form, Input, Skeleton, Table } from 'antd'
import { useState } from 'react'
import { LoadError } from '../../shared/load-error.tsx'
import { Mark } from '../../shared/mark.tsx'
import { momentText } from '../../shared/time.ts'
import { useAct } from '../../shared/use-act.ts'
import { Wide } from '../../shared/wide.tsx'
import { AddDialog } from './add-dialog.tsx'
import { administration, type DeadLetter, type Receiver } from './api.ts'
import { Once } from './once.tsx'
import { listText, t, tData } from './texts.ts'

const TYPES = ['ticket.created', 'ticket.status_changed', 'ticket.updated', 'resident.notice']
const REFRESH_MS = 15_000
type Values = { name: string; url: string; event_types: string[] }

export function Webhooks() {
  const query = useQuery({
    queryKey: ['webhooks'],
    queryFn: administration.webhooks,
    refetchInterval: REFRESH_MS,
  })
  if (query.isPending) return <Skeleton active paragraph={{ rows: 6 }} />
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  const { endpoints, dead } = query.data
  return (
    <div className="stack">
      <p className="hint">{t('webhooks_hint')}</p>
      <AddReceiver />
      <Receivers receivers={endpoints} />
      {endpoints.length > 0 && <DeadLetters dead={dead} receivers={endpoints} />}
    </div>
  )
}

function AddReceiver() {
  const [adding, setAdding] = useState(false)
  const [made, setMade] = useState<string | null>(null)
  const needed = { required: true, message: t('needed') }
  return (
    <>
      <div>
        <Button type="primary" onClick={() => setAdding(true)}>
          {t('add_webhook')}
        </Button>
      </div>
      {made !== null && <Once label={t('new_secret')} secret={made} onDone={() => setMade(null)} />}
      <AddDialog<Values>
        open={adding}
        title={t('add_webhook')}
        initial={{ event_types: [] }}
        onAdd={async (values) => setMade((await administration.addWebhook(values)).secret)}
        onClose={() => setAdding(false)}
      >
        <Form.Item name="name" label={t('key_name')} rules={[needed]}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item
          name="url"
          label={t('webhook_url')}
          extra={t('webhook_url_hint')}
          rules={[needed]}
        >
          <Input type="url" maxLength={500} placeholder="https://" />
        </Form.Item>
        <Form.Item name="event_types" label={t('webhook_types')} extra={t('webhook_types_hint')}>
          <Checkbox.Group
            options={TYPES.map((value) => ({ value, label: tData('type', value) }))}
          />
        </Form.Item>
      </AddDialog>
    </>
  )
}

function Receivers({ receivers }: { receivers: Receiver[] }) {
  return (
    <Wide label={t('receiver')}>
      <Table
        rowKey="id"
        size="middle"
        dataSource={receivers}
        pagination={false}
        locale={{ emptyText: <Empty description={t('webhooks_empty')} /> }}
        columns={[
          {
            title: t('receiver'),
            className: 'cell-wide',
            render: (_, { name, url }) => (
              <>
                <p>{name}</p>
                <p className="hint">{url}</p>
              </>
            ),
          },
          {
            title: t('webhook_types'),
            render: (_, { eventTypes }) =>
              eventTypes.length === 0
                ? t('audit_all')
                : listText(eventTypes.map((type) => tData('type', type))),
          },
          { title: t('deliveries'), render: (_, receiver) => <Counts receiver={receiver} /> },
          {
            title: t('state'),
            render: (_, { active }) => (
              <Mark tone={active ? 'ok' : 'plain'}>
                {t(active ? 'receiver_on' : 'receiver_off')}
              </Mark>
            ),
          },
          { title: t('actions'), render: (_, receiver) => <ReceiverSwitch receiver={receiver} /> },
        ]}
      />
    </Wide>
  )
}

function Counts({ receiver }: { receiver: Receiver }) {
  const { delivered, pending, dead } = receiver
  return (
    <>
      <Mark tone={delivered > 0 ? 'ok' : 'plain'}>
        {t('delivered_count', { count: delivered })}
      </Mark>
      <Mark tone={pending > 0 ? 'warn' : 'plain'}>{t('pending_count', { count: pending })}</Mark>
      <Mark tone={dead > 0 ? 'danger' : 'plain'}>{t('dead_count', { count: dead })}</Mark>
    </>
  )
}

function ReceiverSwitch({ receiver }: { receiver: Receiver }) {
  const act = useAct()
  const { id, name, active } = receiver
  const label = t(active ? 'switch_off' : 'switch_on')
  const turn = (): void =>
    void act(
      () => administration.switchWebhook(id, !active),
      t(active ? 'receiver_switched_off' : 'receiver_switched_on'),
    )
  return (
    <Button size="small" aria-label={`${label}：${name}`} onClick={turn}>
      {label}
    </Button>
  )
}

function DeadLetters({ dead, receivers }: { dead: DeadLetter[]; receivers: Receiver[] }) {
  const { message } = App.useApp()
  const act = useAct()
  const replay = (body: { endpoint_id?: string; event_id?: string }): void =>
    void act(async () => {
      const { queued } = await administration.replay(body)
      message.success(t('replayed', { count: queued }))
    })
  return (
    <section className="stack" aria-labelledby="dead-letters">
      <h2 className="section-title" id="dead-letters">
        {t('dead_letters')}
      </h2>
      {dead.length > 0 && (
        <div>
          <Button onClick={() => replay({})}>{t('replay_all')}</Button>
        </div>
      )}
      <Wide label={t('dead_letters')}>
        <Table
          rowKey={({ eventId, endpointId }) => `${eventId} ${endpointId}`}
          size="middle"
          dataSource={dead}
          pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
          locale={{ emptyText: <Empty description={t('dead_empty')} /> }}
          columns={[
            { title: t('at'), render: (_, { at }) => momentText(at) },
            { title: t('event'), render: (_, { type }) => tData('type', type) },
            {
              title: t('receiver'),
              render: (_, { endpointId }) =>
                receivers.find(({ id }) => id === endpointId)?.name ?? endpointId,
            },
            { title: t('attempts'), dataIndex: 'attempts', align: 'right' },
            {
              title: t('last_error'),
              className: 'cell-wide',
              render: (_, { lastStatus, lastError }) =>
                [lastStatus, lastError].filter((part) => part !== null).join(' · '),
            },
            {
              title: t('actions'),
              render: (_, { eventId, endpointId }) => (
                <Button
                  size="small"
                  onClick={() => replay({ event_id: eventId, endpoint_id: endpointId })}
                >
                  {t('replay')}
                </Button>
              ),
            },
          ]}
        />
      </Wide>
    </section>
  )
}
