import { useQuery } from '@tanstack/react-query'
import { Button, Empty, Form, Input, InputNumber, Select, Skeleton, Table } from 'antd'
import { useState } from 'react'
import { LoadError } from '../../shared/load-error.tsx'
import { momentText } from '../../shared/time.ts'
import { Wide } from '../../shared/wide.tsx'
import { AddDialog } from './add-dialog.tsx'
import { administration, type SiteKey } from './api.ts'
import { KeyState, RevokeKey } from './key-state.tsx'
import { listText, t } from './texts.ts'

type Values = { name: string; origins: string[]; per_minute: number }

export function SiteKeys() {
  const [adding, setAdding] = useState(false)
  const query = useQuery({ queryKey: ['site-keys'], queryFn: administration.siteKeys })
  const needed = { required: true, message: t('needed') }
  return (
    <section className="stack" aria-labelledby="site-keys">
      <h2 className="section-title" id="site-keys">
        {t('site_keys')}
      </h2>
      <p className="hint">{t('site_keys_hint')}</p>
      <div>
        <Button onClick={() => setAdding(true)}>{t('add_site_key')}</Button>
      </div>
      {query.isPending && <Skeleton active paragraph={{ rows: 3 }} />}
      {query.isError && <LoadError error={query.error} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && <SiteKeyTable keys={query.data.keys} />}
      <AddDialog<Values>
        open={adding}
        title={t('add_site_key')}
        initial={{ origins: [], per_minute: 600 }}
        onAdd={async (values) => void (await administration.addSiteKey(values))}
        onClose={() => setAdding(false)}
      >
        <Form.Item name="name" label={t('key_name')} rules={[needed]}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="origins" label={t('origins')} extra={t('origins_hint')} rules={[needed]}>
          <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={['、', ',', ' ']} />
        </Form.Item>
        <Form.Item name="per_minute" label={t('per_minute')} rules={[needed]}>
          <InputNumber min={1} max={1_000_000} precision={0} />
        </Form.Item>
      </AddDialog>
    </section>
  )
}

function SiteKeyTable({ keys }: { keys: SiteKey[] }) {
  return (
    <Wide label={t('site_keys')}>
      <Table
        rowKey="id"
        size="middle"
        dataSource={keys}
        pagination={false}
        locale={{ emptyText: <Empty description={t('site_keys_empty')} /> }}
        columns={[
          { title: t('key_name'), dataIndex: 'name' },
          // It stands in the page of the site that uses it, so it is no secret.
          { title: t('key'), render: (_, { key }) => <code>{key}</code> },
          { title: t('origins'), render: (_, { origins }) => listText(origins) },
          { title: t('per_minute'), dataIndex: 'perMinute', align: 'right' },
          { title: t('made'), render: (_, { createdAt }) => momentText(createdAt) },
          { title: t('state'), render: (_, item) => <KeyState item={item} /> },
          { title: t('actions'), render: (_, item) => <RevokeKey kind="site-keys" item={item} /> },
        ]}
      />
    </Wide>
  )
}
