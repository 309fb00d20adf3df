import { useInfiniteQuery } from '@tanstack/react-query'
import { Alert, Button, Empty, Select, Skeleton, Table } from 'antd'
import { useState } from 'react'
import { LoadError } from '../../shared/load-error.tsx'
import { momentText } from '../../shared/time.ts'
import { Wide } from '../../shared/wide.tsx'
import { useAct } from '../../shared/use-act.ts'
import { administration, type AuditEntry, type Names } from './api.ts'
import { RawDetails } from './raw-details.tsx'
import { t, tData } from './texts.ts'

const AREAS = [
  'knowledge',
  'staff',
  'job',
  'api_key',
  'site_key',
  'webhook',
  'area_table',
  'number',
  'canned_reply',
] as const
/** The server's page: a shorter one is the last. */
const PAGE = 100

export function Audit() {
  const [area, setArea] = useState('')
  const query = useInfiniteQuery({
    queryKey: ['audit', area],
    queryFn: ({ pageParam }) => administration.audit(area, pageParam),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ entries }) => (entries.length < PAGE ? undefined : entries.at(-1)?.seq),
  })
  return (
    <section className="stack" aria-label={t('tab_audit')}>
      <p className="hint">{t('audit_hint')}</p>
      <div className="bar">
        <Select
          aria-label={t('audit_area')}
          value={area}
          onChange={setArea}
          popupMatchSelectWidth={false}
          options={[
            { value: '', label: t('audit_all') },
            ...AREAS.map((name) => ({ value: `${name}.`, label: t(`audit_${name}`) })),
          ]}
        />
        <Verify />
      </div>
      {query.isPending && <Skeleton active paragraph={{ rows: 8 }} />}
      {query.isError && <LoadError error={query.error} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && (
        <AuditTable
          entries={query.data.pages.flatMap(({ entries }) => entries)}
          names={query.data.pages[0]?.names ?? {}}
        />
      )}
      {query.hasNextPage && (
        <div>
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('older')}
          </Button>
        </div>
      )}
    </section>
  )
}

function Verify() {
  const [found, setFound] = useState<{ rows: number; brokenAt: number | null } | null>(null)
  const [busy, setBusy] = useState(false)
  const act = useAct()
  const verify = async (): Promise<void> => {
    setBusy(true)
    setFound(null)
    await act(async () => setFound(await administration.verifyAudit()))
    setBusy(false)
  }
  return (
    <>
      <Button loading={busy} onClick={() => void verify()}>
        {t('verify_chain')}
      </Button>
      {found !== null && (
        <Alert
          role="status"
          showIcon
          type={found.brokenAt === null ? 'success' : 'error'}
          title={
            found.brokenAt === null
              ? t('chain_whole', { rows: found.rows })
              : t('chain_broken', { seq: found.brokenAt })
          }
        />
      )}
    </>
  )
}

function AuditTable({ entries, names }: { entries: AuditEntry[]; names: Names }) {
  return (
    <Wide label={t('tab_audit')}>
      <Table
        rowKey="seq"
        size="small"
        dataSource={entries}
        pagination={false}
        locale={{ emptyText: <Empty description={t('audit_empty')} /> }}
        columns={[
          { title: '#', dataIndex: 'seq', align: 'right' },
          { title: t('at'), render: (_, { at }) => momentText(at) },
          { title: t('who'), render: (_, { actor }) => actorText(actor, names) },
          { title: t('what'), render: (_, { action }) => tData('action', action) },
          { title: t('subject'), render: (_, entry) => subjectText(entry, names) },
          {
            title: t('details'),
            className: 'cell-wide',
            render: (_, { details }) => <RawDetails details={details} />,
          },
        ]}
      />
    </Wide>
  )
}

/** `staff:stf_1` by name, `system:retention` by its job. */
function actorText(label: string, names: Names): string {
  const [kind, id = ''] = label.split(/:(.*)/s)
  if (kind === 'system') return t('actor_system', { job: tData('job', id) })
  return names[id] ?? label
}

function subjectText({ action, subject }: AuditEntry, names: Names): string {
  return action === 'job.run' ? tData('job', subject) : (names[subject] ?? subject)
}
