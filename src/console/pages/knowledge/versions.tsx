import { useQuery } from '@tanstack/react-query'
import { Empty, Skeleton } from 'antd'
import type { Me } from '../../shared/api.ts'
import { momentText } from '../../shared/time.ts'
import { LoadError } from '../../shared/load-error.tsx'
import { Link } from '../../shell/link.tsx'
import { link } from '../../shell/router.ts'
import { knowledge, type Version } from './api.ts'
import { canReview } from './rights.ts'
import { StateTag } from './standing.tsx'
import { t, tData } from './texts.ts'

export function Versions({ me }: { me: Me }) {
  const query = useQuery({ queryKey: ['knowledge', 'versions'], queryFn: knowledge.versions })
  if (query.isPending) return <Skeleton active paragraph={{ rows: 6 }} />
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  const { versions } = query.data
  if (versions.length === 0) return <Empty description={t('versions_empty')} />
  return (
    <ul className="cards">
      {versions.map((version) => (
        <li key={version.id}>
          <VersionCard version={version} me={me} />
        </li>
      ))}
    </ul>
  )
}

function VersionCard({ version, me }: { version: Version; me: Me }) {
  const mine = version.authors.includes(me.id) || version.submittedBy === me.id
  const toDecide = version.state === 'submitted' && canReview(me) && !mine
  return (
    <Link className="card-link" href={link('knowledge', 'versions', version.id)}>
      <span className="card-title">{version.title}</span>
      <span className="card-meta">
        <StateTag state={version.state} />
        {t('version_line', {
          number: version.number,
          source: tData('source', version.sourceKind),
          name: version.createdByName,
          at: momentText(version.createdAt),
        })}
        {toDecide && <strong> · {t('for_you')}</strong>}
      </span>
    </Link>
  )
}
