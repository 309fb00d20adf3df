import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Descriptions, Empty, Input, Modal, Skeleton, Table, Tabs } from 'antd'
import { useState } from 'react'
import type { Me } from '../../shared/api.ts'
import { momentText } from '../../shared/time.ts'
import { LoadError } from '../../shared/load-error.tsx'
import { useAct } from '../../shared/use-act.ts'
import { Link } from '../../shell/link.tsx'
import { link } from '../../shell/router.ts'
import { AddVersion } from './add-version.tsx'
import { knowledge, type DocumentDetail } from './api.ts'
import { Chunks } from './chunks.tsx'
import { canEdit, canReview } from './rights.ts'
import { StandingTag, StateTag, validity } from './standing.tsx'
import { t, tData } from './texts.ts'

export function DocumentView({ id, me }: { id: string; me: Me }) {
  const query = useQuery({
    queryKey: ['knowledge', 'document', id],
    queryFn: () => knowledge.document(id),
  })
  return (
    <div className="sheet stack">
      <Link href={link('knowledge', 'documents')}>← {t('documents')}</Link>
      {query.isPending && <Skeleton active paragraph={{ rows: 10 }} />}
      {query.isError && <LoadError error={query.error} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && <Detail detail={query.data} me={me} />}
    </div>
  )
}

function Detail({ detail, me }: { detail: DocumentDetail; me: Me }) {
  const { document, withdrawal, chunks, versions } = detail
  return (
    <>
      <div className="bar">
        <h1 className="sheet-title">{document.title}</h1>
        <StandingTag standing={document.standing} />
      </div>
      {withdrawal !== null && (
        <Alert
          type="error"
          showIcon
          title={t('withdrawn_line', {
            name: withdrawal.withdrawnByName,
            at: momentText(withdrawal.withdrawnAt),
          })}
          description={t('reason_line', { reason: withdrawal.reason })}
        />
      )}
      <Actions detail={detail} me={me} />
      <Facts detail={detail} />
      <Tabs
        items={[
          {
            key: 'chunks',
            label: `${t('chunks')} ${chunks.length}`,
            children: <Chunks chunks={chunks} />,
          },
          { key: 'uses', label: t('used_in_answers'), children: <Uses detail={detail} /> },
          {
            key: 'versions',
            label: t('version_history'),
            children:
              versions.length === 0 ? (
                <Empty description={t('no_versions')} />
              ) : (
                <ul className="plain">
                  {versions.map((version) => (
                    <li key={version.id}>
                      <Link href={link('knowledge', 'versions', version.id)}>
                        {t('version_number', { number: version.number })}
                      </Link>{' '}
                      <StateTag state={version.state} />
                      {version.createdByName} → {version.decidedByName ?? t('none')}
                    </li>
                  ))}
                </ul>
              ),
          },
        ]}
      />
    </>
  )
}

function Facts({ detail: { document } }: { detail: DocumentDetail }) {
  const facts: [string, string][] = [
    [t('field_level'), tData('level', document.level)],
    [t('field_issuer'), document.issuer || t('none')],
    [t('field_doc_no'), document.docNo ?? t('none')],
    [t('field_jurisdiction'), document.jurisdiction === '' ? t('national') : document.jurisdiction],
    [t('validity'), validity(document)],
    [t('field_review_due'), document.reviewDue ?? t('none')],
    [t('reviewed_by'), document.reviewedBy ?? t('none')],
    [t('origin'), tData('origin', document.origin)],
  ]
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, sm: 2, lg: 4 }}
      items={facts.map(([label, children]) => ({ key: label, label, children }))}
    />
  )
}

function Actions({ detail: { document }, me }: { detail: DocumentDetail; me: Me }) {
  const [adding, setAdding] = useState(false)
  const [reason, setReason] = useState<string | null>(null)
  const act = useAct()
  const withdraw = async (): Promise<void> => {
    const done = await act(() => knowledge.withdraw(document.id, reason ?? ''), t('withdrawn_done'))
    if (done) setReason(null)
  }
  if (!canEdit(me)) return null
  const withdrawn = document.standing === 'withdrawn'
  return (
    <div className="bar">
      <Button type="primary" onClick={() => setAdding(true)}>
        {t('new_version')}
      </Button>
      {!withdrawn && (
        <Button danger onClick={() => setReason('')}>
          {t('withdraw')}
        </Button>
      )}
      {withdrawn && canReview(me) && (
        <Button onClick={() => void act(() => knowledge.restore(document.id), t('restored_done'))}>
          {t('restore')}
        </Button>
      )}
      <AddVersion open={adding} replaces={document.id} onClose={() => setAdding(false)} />
      <Modal
        open={reason !== null}
        title={t('withdraw')}
        okText={t('withdraw_now')}
        okButtonProps={{ danger: true, disabled: (reason ?? '').trim().length < 2 }}
        onOk={() => void withdraw()}
        onCancel={() => setReason(null)}
      >
        <p className="hint">{t('withdraw_hint')}</p>
        <Input.TextArea
          aria-label={t('reason')}
          placeholder={t('reason')}
          maxLength={500}
          value={reason ?? ''}
          onChange={(event) => setReason(event.target.value)}
        />
      </Modal>
    </div>
  )
}

function Uses({ detail: { uses, outcomes } }: { detail: DocumentDetail }) {
  if (uses.length === 0) return <Empty description={t('no_uses')} />
  return (
    <div className="stack">
      <p>
        {Object.entries(outcomes)
          .map(([outcome, count]) => `${tData('outcome', outcome)} ${count}`)
          .join(' · ')}
      </p>
      <Table
        rowKey="turnId"
        size="small"
        dataSource={uses}
        scroll={{ x: 'max-content' }}
        pagination={false}
        columns={[
          { title: t('question'), dataIndex: 'question', className: 'cell-wide' },
          {
            title: t('outcome'),
            dataIndex: 'outcome',
            render: (outcome: string) => tData('outcome', outcome),
          },
          {
            title: t('vote'),
            dataIndex: 'vote',
            render: (vote: string | null) => (vote === null ? t('none') : tData('vote', vote)),
          },
          {
            title: t('at'),
            dataIndex: 'at',
            render: (at: string) => momentText(at),
          },
        ]}
      />
    </div>
  )
}
