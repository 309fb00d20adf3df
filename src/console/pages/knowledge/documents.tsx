import { useQuery } from '@tanstack/react-query'
import { Button, Empty, Input, Skeleton, Table } from 'antd'
import { useState } from 'react'
import type { Me } from '../../shared/api.ts'
import { LoadError } from '../../shared/load-error.tsx'
import { Link } from '../../shell/link.tsx'
import { link } from '../../shell/router.ts'
import { knowledge, type DocumentItem } from './api.ts'
import { AddVersion } from './add-version.tsx'
import { canEdit } from './rights.ts'
import { StandingTag, validity } from './standing.tsx'
import { t, tData } from './texts.ts'

export function Documents({ me }: { me: Me }) {
  const [text, setText] = useState('')
  const [adding, setAdding] = useState(false)
  const query = useQuery({
    queryKey: ['knowledge', 'documents', text],
    queryFn: () => knowledge.documents(text),
    placeholderData: (before) => before,
  })
  return (
    <section className="stack" aria-label={t('documents')}>
      <div className="bar">
        <Input.Search
          allowClear
          className="bar-search"
          aria-label={t('search_documents')}
          placeholder={t('search_documents')}
          onSearch={(value) => setText(value.trim())}
        />
        {canEdit(me) && (
          <Button type="primary" onClick={() => setAdding(true)}>
            {t('add_document')}
          </Button>
        )}
      </div>
      {query.isPending && <Skeleton active paragraph={{ rows: 8 }} />}
      {query.isError && <LoadError error={query.error} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && (
        <DocumentTable documents={query.data.documents} days={query.data.usesDays} />
      )}
      <AddVersion open={adding} replaces={null} onClose={() => setAdding(false)} />
    </section>
  )
}

function DocumentTable({ documents, days }: { documents: DocumentItem[]; days: number }) {
  return (
    <Table
      rowKey="id"
      size="middle"
      dataSource={documents}
      scroll={{ x: 'max-content' }}
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      locale={{ emptyText: <Empty description={t('documents_empty')} /> }}
      columns={[
        {
          title: t('field_title'),
          dataIndex: 'title',
          className: 'cell-wide',
          render: (title: string, { id }) => (
            <Link href={link('knowledge', 'documents', id)}>{title}</Link>
          ),
        },
        {
          title: t('standing'),
          dataIndex: 'standing',
          render: (_, { standing }) => <StandingTag standing={standing} />,
        },
        {
          title: t('field_level'),
          dataIndex: 'level',
          render: (level: string) => tData('level', level),
        },
        {
          title: t('field_jurisdiction'),
          dataIndex: 'jurisdiction',
          render: (code: string) => (code === '' ? t('national') : code),
        },
        { title: t('validity'), render: (_, item) => validity(item) },
        {
          title: t('uses', { days }),
          dataIndex: 'uses',
          align: 'right',
          sorter: (a, b) => a.uses - b.uses,
        },
        { title: t('chunks'), dataIndex: 'chunks', align: 'right' },
        {
          title: t('field_review_due'),
          dataIndex: 'reviewDue',
          render: (day: string | null) => day ?? t('none'),
        },
      ]}
    />
  )
}
