import { useQuery } from '@tanstack/react-query'
import { Button, Empty, Skeleton } from 'antd'
import { useState } from 'react'
import type { Me } from '../../shared/api.ts'
import { Mark } from '../../shared/mark.tsx'
import { momentText } from '../../shared/time.ts'
import { LoadError } from '../../shared/load-error.tsx'
import { useAct } from '../../shared/use-act.ts'
import { AddVersion } from './add-version.tsx'
import { knowledge, type GapGroup } from './api.ts'
import { canEdit } from './rights.ts'
import { t } from './texts.ts'

export function Gaps({ me }: { me: Me }) {
  const [writing, setWriting] = useState<GapGroup | null>(null)
  const query = useQuery({ queryKey: ['knowledge', 'gaps'], queryFn: knowledge.gaps })
  if (query.isPending) return <Skeleton active paragraph={{ rows: 6 }} />
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  const { groups, sampled } = query.data
  if (groups.length === 0) return <Empty description={t('gaps_empty')} />
  return (
    <div className="stack">
      <p className="hint">{t('gaps_hint', { groups: groups.length, questions: sampled })}</p>
      <ul className="cards">
        {groups.map((group) => (
          <li key={group.ids[0]} className="card">
            <GapCard group={group} edit={canEdit(me)} onWrite={() => setWriting(group)} />
          </li>
        ))}
      </ul>
      {writing !== null && (
        <AddVersion
          key={writing.ids[0]}
          open
          replaces={null}
          prefill={{
            title: writing.question,
            text: writing.staffAnswer ?? '',
            gapIds: writing.ids,
          }}
          onClose={() => setWriting(null)}
        />
      )}
    </div>
  )
}

type CardProps = { group: GapGroup; edit: boolean; onWrite: () => void }

function GapCard({ group, edit, onWrite }: CardProps) {
  const act = useAct()
  return (
    <>
      <p className="card-title">{group.question}</p>
      <p className="card-meta">
        <Mark>{t('asked_times', { count: group.count })}</Mark>
        {group.downVoted > 0 && (
          <Mark tone="warn">{t('down_voted', { count: group.downVoted })}</Mark>
        )}
        {t('last_asked', { at: momentText(group.lastAt) })}
      </p>
      {group.others.length > 0 && (
        <p className="hint">{t('also_asked', { questions: group.others.join(' / ') })}</p>
      )}
      {group.staffAnswer !== null && (
        <blockquote className="staff-answer">
          <strong>{t('staff_answered')}</strong>
          {group.staffAnswer}
        </blockquote>
      )}
      {edit && (
        <div className="bar">
          <Button type={group.staffAnswer === null ? 'default' : 'primary'} onClick={onWrite}>
            {t(group.staffAnswer === null ? 'write_article' : 'draft_from_answer')}
          </Button>
          <Button
            type="text"
            onClick={() => void act(() => knowledge.closeGaps(group.ids), t('gap_closed'))}
          >
            {t('close_gap')}
          </Button>
        </div>
      )}
    </>
  )
}
