import { useQuery } from '@tanstack/react-query'
import { Empty, Skeleton, Table } from 'antd'
import { LoadError } from '../../shared/load-error.tsx'
import { Mark } from '../../shared/mark.tsx'
import { momentText } from '../../shared/time.ts'
import { Wide } from '../../shared/wide.tsx'
import { administration, type RetentionRun } from './api.ts'
import { t, tData } from './texts.ts'

const KINDS = [
  'drafts',
  'photos',
  'conversations',
  'identities',
  'tickets',
  'sessions',
  'limits',
  'receipts',
] as const

/** What the nightly job deleted, and when it is due again. */
export function RetentionReport() {
  const query = useQuery({ queryKey: ['retention'], queryFn: administration.retention })
  const title = t('retention_title')
  return (
    <section className="stack" aria-label={title}>
      <h2 className="section-title">{title}</h2>
      {query.isPending && <Skeleton active paragraph={{ rows: 3 }} />}
      {query.isError && <LoadError error={query.error} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && (
        <>
          <p className="hint">
            {query.data.nextDueAt === null
              ? t('retention_due_now')
              : t('retention_next', { at: momentText(query.data.nextDueAt) })}
          </p>
          <Wide label={title}>
            <Table<RetentionRun>
              rowKey="at"
              size="small"
              dataSource={query.data.runs}
              pagination={{ pageSize: 10, hideOnSinglePage: true }}
              locale={{ emptyText: <Empty description={t('retention_empty')} /> }}
              columns={[
                { title: t('retention_at'), render: (_, { at }) => momentText(at) },
                ...KINDS.map((kind) => ({
                  title: tData('deleted', kind),
                  render: (_: unknown, { counts }: RetentionRun) => counts[kind] ?? 0,
                })),
                {
                  title: t('state'),
                  render: (_, { complete }) => (
                    <Mark tone={complete ? 'ok' : 'warn'}>
                      {t(complete ? 'retention_done' : 'retention_cut')}
                    </Mark>
                  ),
                },
              ]}
            />
          </Wide>
        </>
      )}
    </section>
  )
}
