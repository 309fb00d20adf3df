import { useQuery } from '@tanstack/react-query'
import { App, Button, Empty, Skeleton, Table } from 'antd'
import { useState } from 'react'
import type { Me } from '../../shared/api.ts'
import { LoadError } from '../../shared/load-error.tsx'
import { Mark } from '../../shared/mark.tsx'
import { momentText, spanText } from '../../shared/time.ts'
import { Wide } from '../../shared/wide.tsx'
import { useAct } from '../../shared/use-act.ts'
import { administration, type Job } from './api.ts'
import { RawDetails } from './raw-details.tsx'
import { t, tData } from './texts.ts'

const REFRESH_MS = 10_000

export function Jobs({ me }: { me: Me }) {
  const query = useQuery({
    queryKey: ['jobs'],
    queryFn: administration.jobs,
    refetchInterval: REFRESH_MS,
  })
  if (query.isPending) return <Skeleton active paragraph={{ rows: 8 }} />
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  return (
    <section className="stack" aria-label={t('tab_jobs')}>
      <p className="hint">{t('jobs_hint')}</p>
      <JobTable jobs={query.data.jobs} mayRun={me.roles.includes('admin')} />
    </section>
  )
}

function JobTable({ jobs, mayRun }: { jobs: Job[]; mayRun: boolean }) {
  return (
    <Wide label={t('tab_jobs')}>
      <Table
        rowKey="job"
        size="middle"
        dataSource={jobs}
        pagination={false}
        locale={{ emptyText: <Empty description={t('none')} /> }}
        columns={[
          {
            title: t('job'),
            render: (_, { job, everySeconds }) => (
              <>
                <p>{tData('job', job)}</p>
                <p className="hint">{everyText(everySeconds)}</p>
              </>
            ),
          },
          ...(mayRun
            ? [
                {
                  title: t('actions'),
                  render: (_: unknown, { job }: Job) => <RunNow job={job} />,
                },
              ]
            : []),
          {
            title: t('last_run'),
            render: (_, { lastFinishedAt }) =>
              lastFinishedAt === null ? t('never') : momentText(lastFinishedAt),
          },
          {
            title: t('next_run'),
            render: (_, { nextDueAt }) =>
              nextDueAt === null ? t('due_now') : momentText(nextDueAt),
          },
          {
            title: t('last_result'),
            className: 'cell-wide',
            render: (_, job) => <JobResult job={job} />,
          },
        ]}
      />
    </Wide>
  )
}

function JobResult({ job }: { job: Job }) {
  if (job.lastFinishedAt === null) return t('none')
  if (job.lastError !== null)
    return <Mark tone="danger">{t('job_failed', { message: job.lastError })}</Mark>
  return (
    <>
      <Mark tone="ok">{t('job_ok')}</Mark>
      <RawDetails details={job.lastResult ?? {}} />
    </>
  )
}

function RunNow({ job }: { job: string }) {
  const [busy, setBusy] = useState(false)
  const { message } = App.useApp()
  const act = useAct()
  const run = async (): Promise<void> => {
    setBusy(true)
    await act(async () => {
      const { ran } = await administration.runJob(job)
      const text = t(ran ? 'run_done' : 'run_elsewhere', { job: tData('job', job) })
      if (ran) message.success(text)
      else message.info(text)
    })
    setBusy(false)
  }
  return (
    <Button
      size="small"
      loading={busy}
      aria-label={`${t('run_now')}：${tData('job', job)}`}
      onClick={() => void run()}
    >
      {t('run_now')}
    </Button>
  )
}

function everyText(seconds: number): string {
  return seconds < 60
    ? t('every_seconds', { seconds })
    : t('every', { span: spanText(seconds * 1000) })
}
