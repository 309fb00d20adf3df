import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { useState } from 'react'
import { ApiError } from '../../shared/api.ts'
import { LoadError } from '../../shared/load-error.tsx'
import type { TurnFigure } from '../../../protocol/outcomes.ts'
import { figures, type AnswerFigures, type Period } from './api.ts'
import { Corrections } from './corrections.tsx'
import { Figure } from './figure.tsx'
import { percent } from './kpi.tsx'
import { t, tData } from './texts.ts'
import { TurnsDrawer } from './turns.tsx'

export function Answers({ period, mayOpen }: { period: Period; mayOpen: boolean }) {
  const query = useQuery({
    queryKey: ['figures', 'answers', period],
    queryFn: () => figures.answers(period),
  })
  // Who may not see tickets sees the AI's turns without them.
  const intake = useQuery({
    queryKey: ['figures', 'intake', period],
    queryFn: () => figures.intake(period),
    retry: (count, error) => count < 1 && !(error instanceof ApiError && error.status === 403),
  })
  if (query.isPending) return <Skeleton active paragraph={{ rows: 10 }} />
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  return (
    <div className="figures">
      <Summary answers={query.data} period={period} mayOpen={mayOpen} />
      <ByDay answers={query.data} />
      <Outcomes answers={query.data} />
      {intake.data !== undefined && <Corrections reviews={intake.data.reviews} period={period} />}
    </div>
  )
}

function waitText(seconds: number | null): string {
  if (seconds === null) return '—'
  return seconds < 60
    ? t('seconds', { count: Math.round(seconds) })
    : t('minutes', { count: Math.round(seconds / 60) })
}

type Item = { name: string; part: number; whole: number; figure?: TurnFigure }
type SummaryProps = { answers: AnswerFigures; period: Period; mayOpen: boolean }

function Summary({ answers, period, mayOpen }: SummaryProps) {
  const [picked, setPicked] = useState<Item | null>(null)
  const of = (family: string): number =>
    answers.outcomes
      .filter((item) => item.family === family)
      .reduce((sum, { count }) => sum + count, 0)
  const { turns, votes, citations, first_resolution: first } = answers
  const voted = votes.up + votes.down
  const ended = (figure: TurnFigure, name: string): Item => ({
    name,
    part: of(figure),
    whole: turns,
    figure,
  })
  const items: Item[] = [
    ended('answered', t('answered')),
    ended('unanswerable', t('unanswerable')),
    ended('handoff', t('handed_over')),
    ended('declined', t('declined')),
    ended('emergency', t('emergencies')),
    ended('error', t('errors')),
    { name: t('cited'), part: citations.cited, whole: citations.answers, figure: 'cited' },
    { name: t('first_resolution'), part: first.settled, whole: first.asked },
    { name: t('helpful'), part: votes.up, whole: voted, figure: 'voted_up' },
    { name: t('unhelpful'), part: votes.down, whole: voted, figure: 'voted_down' },
  ]
  return (
    <section className="card figure" aria-label={t('answers_title')}>
      <h2 className="section-title">{t('answers_title')}</h2>
      <p className="hint">{t('turns_sample', { count: answers.turns })}</p>
      <ul className="kpis">
        {items.map((item) => (
          <li key={item.name}>
            <Share item={item} onOpen={mayOpen ? () => setPicked(item) : undefined} />
          </li>
        ))}
        <li className="kpi">
          <span className="kpi-name">{t('median_wait')}</span>
          <span className="kpi-value">{waitText(answers.handoffs.median_wait_seconds)}</span>
          <span className="card-meta">
            {t('taken_of', {
              taken: answers.handoffs.taken,
              requested: answers.handoffs.requested,
            })}
          </span>
        </li>
      </ul>
      <TurnsDrawer
        figure={picked?.figure ?? null}
        title={picked?.name ?? ''}
        period={period}
        onClose={() => setPicked(null)}
      />
    </section>
  )
}

function Share({ item, onOpen }: { item: Item; onOpen: (() => void) | undefined }) {
  const { name, part, whole, figure } = item
  const content = (
    <>
      <span className="kpi-name">{name}</span>
      <span className="kpi-value">{percent(whole === 0 ? null : part / whole)}</span>
      <span className="card-meta">
        {part} / {whole}
      </span>
    </>
  )
  if (onOpen === undefined || figure === undefined || part === 0)
    return <div className="kpi">{content}</div>
  return (
    <button type="button" className="kpi kpi-open" onClick={onOpen}>
      {content}
    </button>
  )
}

function ByDay({ answers }: { answers: AnswerFigures }) {
  const rest = (day: AnswerFigures['by_day'][number]): number =>
    day.turns - day.answered - day.unanswerable - day.handoff
  const lines = [
    { name: t('answered'), of: (day: AnswerFigures['by_day'][number]) => day.answered },
    { name: t('unanswerable'), of: (day: AnswerFigures['by_day'][number]) => day.unanswerable },
    { name: t('handed_over'), of: (day: AnswerFigures['by_day'][number]) => day.handoff },
    { name: t('other'), of: rest },
  ]
  return (
    <Figure
      title={t('answers_day_title')}
      sample={t('turns_sample', { count: answers.turns })}
      empty={answers.turns === 0}
      table={{
        name: t('answers_day_title'),
        columns: [t('day'), ...lines.map(({ name }) => name)],
        rows: answers.by_day.map((day) => [day.day, ...lines.map(({ of }) => of(day))]),
      }}
      option={{
        grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
        legend: { top: 0 },
        tooltip: { trigger: 'axis' },
        xAxis: { type: 'category', data: answers.by_day.map(({ day }) => day.slice(5)) },
        yAxis: { type: 'value', minInterval: 1, name: t('turns') },
        series: lines.map(({ name, of }) => ({
          type: 'bar',
          stack: 'turns',
          name,
          data: answers.by_day.map(of),
        })),
      }}
    />
  )
}

function Outcomes({ answers }: { answers: AnswerFigures }) {
  const rows = answers.outcomes.toSorted((a, b) => b.count - a.count)
  return (
    <Figure
      title={t('outcomes_title')}
      sample={t('turns_sample', { count: answers.turns })}
      empty={answers.turns === 0}
      table={{
        name: t('outcomes_title'),
        columns: [t('outcome'), t('turns'), t('share')],
        rows: rows.map(({ outcome, count }) => [
          tData('outcome', outcome),
          count,
          percent(count / answers.turns),
        ]),
      }}
    />
  )
}
