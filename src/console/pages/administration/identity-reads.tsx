import { useQuery } from '@tanstack/react-query'
import { Empty, Skeleton, Table } from 'antd'
import { LoadError } from '../../shared/load-error.tsx'
import { momentText } from '../../shared/time.ts'
import { Wide } from '../../shared/wide.tsx'
import { administration } from './api.ts'
import { t } from './texts.ts'

export function IdentityReads() {
  const query = useQuery({ queryKey: ['identity-reads'], queryFn: administration.identityReads })
  if (query.isPending) return <Skeleton active paragraph={{ rows: 8 }} />
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  const { reads, names } = query.data
  return (
    <section className="stack" aria-label={t('tab_identity')}>
      <p className="hint">{t('identity_hint')}</p>
      <Wide label={t('tab_identity')}>
        <Table
          rowKey="id"
          size="middle"
          dataSource={reads}
          pagination={{ pageSize: 30, hideOnSinglePage: true, showSizeChanger: false }}
          locale={{ emptyText: <Empty description={t('identity_empty')} /> }}
          columns={[
            { title: t('at'), render: (_, { at }) => momentText(at) },
            { title: t('reader'), render: (_, { staffId }) => names[staffId] ?? staffId },
            { title: t('ticket'), dataIndex: 'ticketNo' },
            { title: t('purpose'), dataIndex: 'purpose', className: 'cell-wide' },
          ]}
        />
      </Wide>
    </section>
  )
}
