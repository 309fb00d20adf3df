import { useQuery } from '@tanstack/react-query'
import { Empty, Segmented, Skeleton } from 'antd'
import { useState } from 'react'
import { LoadError } from '../../shared/load-error.tsx'
import { Mark } from '../../shared/mark.tsx'
import { momentText } from '../../shared/time.ts'
import { Link } from '../../shell/link.tsx'
import { link } from '../../shell/router.ts'
import { hotspots, IDEA_STATES, type Idea, type IdeaState } from './api.ts'
import { t, tData } from './texts.ts'

/** R-HOT-6: what became of each idea. They are handled as tickets; this is the list of answers. */
export function Ideas() {
  const [state, setState] = useState<IdeaState | 'any'>('any')
  const query = useQuery({
    queryKey: ['ideas', state],
    queryFn: () => hotspots.ideas(state === 'any' ? null : state),
  })
  return (
    <div className="stack">
      <p className="hint">{t('ideas_hint')}</p>
      <div>
        <Segmented<IdeaState | 'any'>
          value={state}
          onChange={setState}
          options={[
            { value: 'any', label: t('any_state') },
            ...IDEA_STATES.map((value) => ({ value, label: tData('idea', value) })),
          ]}
        />
      </div>
      {query.isPending && <Skeleton active paragraph={{ rows: 4 }} />}
      {query.isError && <LoadError error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.suggestions.length === 0 && <Empty description={t('ideas_empty')} />}
      <ul className="cards">
        {query.data?.suggestions.map((idea) => (
          <li key={idea.ticket_no} className="card">
            <IdeaCard idea={idea} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function IdeaCard({ idea }: { idea: Idea }) {
  const open = idea.state === 'received' || idea.state === 'reviewed'
  return (
    <>
      <Link className="card-title" href={link('tickets', idea.ticket_no)}>
        {idea.title}
      </Link>
      <p className="card-meta">
        <Mark tone={idea.state === 'adopted' ? 'ok' : open ? 'warn' : 'plain'}>
          {tData('idea', idea.state)}
        </Mark>
        {momentText(idea.created_at)}
        {idea.planned_for !== null && ` · ${t('planned_for', { day: idea.planned_for })}`}
      </p>
      <p>{idea.plan ?? idea.reason ?? <span className="hint">{t('not_answered')}</span>}</p>
    </>
  )
}
