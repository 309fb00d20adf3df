import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Empty, Form, Input, InputNumber, Skeleton, Table } from 'antd'
import { useState } from 'react'
import { LoadError } from '../../shared/load-error.tsx'
import { momentText } from '../../shared/time.ts'
import { Wide } from '../../shared/wide.tsx'
import { AddDialog } from './add-dialog.tsx'
import { administration, type ApiKey } from './api.ts'
import { KeyState, RevokeKey } from './key-state.tsx'
import { Once } from './once.tsx'
import { listText, t, tData } from './texts.ts'

const SCOPES = ['chat', 'search', 'tickets'] as const
type Values = { name: string; scopes: string[]; per_minute: number; per_day: number }
const INITIAL: Partial<Values> = { scopes: [...SCOPES], per_minute: 60, per_day: 5_000 }

export function ApiKeys() {
  const [adding, setAdding] = useState(false)
  const [made, setMade] = useState<string | null>(null)
  const query = useQuery({ queryKey: ['api-keys'], queryFn: administration.apiKeys })
  const needed = { required: true, message: t('needed') }
  return (
    <section className="stack" aria-labelledby="api-keys">
      <h2 className="section-title" id="api-keys">
        {t('api_keys')}
      </h2>
      <p className="hint">{t('api_keys_hint')}</p>
      <div>
        <Button type="primary" onClick={() => setAdding(true)}>
          {t('add_api_key')}
        </Button>
      </div>
      {made !== null && (
        <Once label={t('new_api_key')} secret={made} onDone={() => setMade(null)} />
      )}
      {query.isPending && <Skeleton active paragraph={{ rows: 3 }} />}
      {query.isError && <LoadError error={query.error} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && <ApiKeyTable keys={query.data.keys} />}
      <AddDialog<Values>
        open={adding}
        title={t('add_api_key')}
        initial={INITIAL}
        onAdd={async (values) => setMade((await administration.addApiKey(values)).key)}
        onClose={() => setAdding(false)}
      >
        <Form.Item name="name" label={t('key_name')} extra={t('key_name_hint')} rules={[needed]}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="scopes" label={t('scopes')} rules={[needed]}>
          <Checkbox.Group
            options={SCOPES.map((value) => ({ value, label: t(`scope_${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="per_minute" label={t('per_minute')} rules={[needed]}>
          <InputNumber min={1} max={100_000} precision={0} />
        </Form.Item>
        <Form.Item name="per_day" label={t('per_day')} rules={[needed]}>
          <InputNumber min={1} max={100_000_000} precision={0} />
        </Form.Item>
      </AddDialog>
    </section>
  )
}

function ApiKeyTable({ keys }: { keys: ApiKey[] }) {
  return (
    <Wide label={t('api_keys')}>
      <Table
        rowKey="id"
        size="middle"
        dataSource={keys}
        pagination={false}
        locale={{ emptyText: <Empty description={t('api_keys_empty')} /> }}
        columns={[
          { title: t('key_name'), dataIndex: 'name' },
          { title: t('key'), render: (_, { hint }) => <code>{hint}…</code> },
          {
            title: t('scopes'),
            render: (_, { scopes }) => listText(scopes.map((scope) => tData('scope', scope))),
          },
          { title: t('per_minute'), dataIndex: 'perMinute', align: 'right' },
          { title: t('per_day'), dataIndex: 'perDay', align: 'right' },
          {
            title: t('last_used'),
            render: (_, { lastUsedAt }) =>
              lastUsedAt === null ? t('never') : momentText(lastUsedAt),
          },
          { title: t('state'), render: (_, item) => <KeyState item={item} /> },
          { title: t('actions'), render: (_, item) => <RevokeKey kind="api-keys" item={item} /> },
        ]}
      />
    </Wide>
  )
}
