import { useQuery } from '@tanstack/react-query'
import { Alert, Skeleton, Tabs } from 'antd'
import { lazy, Suspense } from 'react'
import type { Me } from '../../shared/api.ts'
import { momentText } from '../../shared/time.ts'
import { LoadError } from '../../shared/load-error.tsx'
import { Link } from '../../shell/link.tsx'
import { link } from '../../shell/router.ts'
import { knowledge, type Chunk, type Version } from './api.ts'
import { Chunks } from './chunks.tsx'
import { StateTag } from './standing.tsx'
import { t, tData } from './texts.ts'
import { TryQuestion } from './try-question.tsx'
import { VersionActions } from './version-actions.tsx'
import { VersionFields } from './version-fields.tsx'

// The text comparison is only needed here.
const Compare = lazy(async () => ({ default: (await import('./compare.tsx')).Compare }))

export function VersionView({ id, me }: { id: string; me: Me }) {
  const query = useQuery({
    queryKey: ['knowledge', 'version', id],
    queryFn: () => knowledge.version(id),
    refetchInterval: ({ state }) => (state.data?.version.state === 'pending_parse' ? 3_000 : false),
  })
  return (
    <div className="sheet stack">
      <Link href={link('knowledge', 'versions')}>← {t('versions')}</Link>
      {query.isPending && <Skeleton active paragraph={{ rows: 10 }} />}
      {query.isError && <LoadError error={query.error} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && <Detail {...query.data} me={me} />}
    </div>
  )
}

type DetailProps = { version: Version; chunks: Chunk[]; replaced: Chunk[]; me: Me }

function Detail({ version, chunks, replaced, me }: DetailProps) {
  const open = version.state === 'draft' || version.state === 'submitted'
  return (
    <>
      <div className="bar">
        <h1 className="sheet-title">{version.title}</h1>
        <StateTag state={version.state} />
      </div>
      <Story version={version} />
      <VersionActions version={version} me={me} />
      <div className="two-columns">
        <VersionFields key={version.revision} version={version} me={me} />
        <section className="stack">
          {open && <TryQuestion id={version.id} />}
          <Tabs
            items={[
              {
                key: 'chunks',
                label: `${t('chunks')} ${chunks.length}`,
                children: <Chunks chunks={chunks} />,
              },
              ...(replaced.length === 0
                ? []
                : [
                    {
                      key: 'compare',
                      label: t('compare'),
                      children: (
                        <Suspense fallback={<Skeleton active />}>
                          <Compare before={replaced} after={chunks} />
                        </Suspense>
                      ),
                    },
                  ]),
            ]}
          />
        </section>
      </div>
    </>
  )
}

function Story({ version }: { version: Version }) {
  const { state } = version
  const at = (time: string | null): string => (time === null ? '' : momentText(time))
  return (
    <>
      <p className="hint">
        {t('version_line', {
          number: version.number,
          source: tData('source', version.sourceKind),
          name: version.createdByName,
          at: at(version.createdAt),
        })}
        {version.submittedByName !== null &&
          ` · ${t('submitted_line', { name: version.submittedByName, at: at(version.submittedAt) })}`}
        {version.decidedByName !== null &&
          ` · ${t('decided_line', { name: version.decidedByName, at: at(version.decidedAt) })}`}
      </p>
      {version.note !== '' && <p>{t('note_line', { note: version.note })}</p>}
      {state === 'draft' && version.decisionReason !== '' && (
        <Alert
          type="warning"
          showIcon
          title={t('sent_back')}
          description={t('reason_line', { reason: version.decisionReason })}
        />
      )}
      {state === 'pending_parse' && <Alert type="info" showIcon title={t('waiting_parse')} />}
      {state === 'unreadable' && (
        <Alert
          type="error"
          showIcon
          title={t('unreadable_title')}
          description={
            <ul className="plain">
              {version.problems.map(({ field, message }) => (
                <li key={`${field}:${message}`}>
                  {field === null ? message : `${field}: ${message}`}
                </li>
              ))}
            </ul>
          }
        />
      )}
    </>
  )
}
