import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { Me } from '../../shared/api.ts'
import { LoadError } from '../../shared/load-error.tsx'
import { useAct } from '../../shared/use-act.ts'
import { administration, type Settings } from './api.ts'
import { RetentionReport } from './retention.tsx'
import { SignInRules } from './sign-in-rules.tsx'
import { SeedingCard } from './seeding.tsx'
import { NumberTable } from './number-table.tsx'
import { SlaTable } from './settings-tables.tsx'
import { listText, t, tData } from './texts.ts'

export function SettingsView({ me }: { me: Me }) {
  const query = useQuery({ queryKey: ['settings'], queryFn: administration.settings })
  if (query.isPending) return <Skeleton active paragraph={{ rows: 10 }} />
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  const settings = query.data
  return (
    <div className="stack">
      <p className="hint">{t('settings_hint')}</p>
      <div className="person-columns">
        <ModelCard model={settings.model} mayTest={me.roles.includes('admin')} />
        <ServiceCard settings={settings} />
      </div>
      {(me.roles.includes('admin') || me.roles.includes('auditor')) && (
        <SignInRules mayChange={me.roles.includes('admin')} />
      )}
      {me.roles.some((role) => ['admin', 'auditor'].includes(role)) && (
        <SeedingCard mayChange={me.roles.includes('admin')} />
      )}
      {me.roles.some((role) => ['admin', 'auditor'].includes(role)) && <RetentionReport />}
      <SlaTable sla={settings.sla} />
      <NumberTable numbers={settings.numbers} mayChange={me.roles.includes('admin')} />
    </div>
  )
}

type Row = readonly [label: string, value: ReactNode]

function Card({ title, rows, children }: { title: string; rows: Row[]; children?: ReactNode }) {
  return (
    <section className="card" aria-label={title}>
      <h2 className="section-title">{title}</h2>
      <dl className="facts">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {children}
    </section>
  )
}

function ModelCard({ model, mayTest }: { model: Settings['model']; mayTest: boolean }) {
  const none = model.chat === null
  return (
    <Card
      title={t('setting_model')}
      rows={[
        [t('model_chat'), model.chat ?? t('none')],
        [t('model_embedding'), model.embedding ?? t('none')],
        [t('model_host'), model.host ?? t('none')],
        [t('model_abroad'), t(model.foreign_allowed ? 'allowed' : 'not_allowed')],
        [t('model_filing'), model.filing_no ?? t('none')],
        [t('model_budget'), model.daily_tokens.toLocaleString()],
      ]}
    >
      {none && <p className="hint">{t('setting_model_none')}</p>}
      {mayTest && !none && <TestModel />}
    </Card>
  )
}

function TestModel() {
  const [found, setFound] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const act = useAct()
  const test = async (): Promise<void> => {
    setBusy(true)
    setFound(null)
    await act(async () => {
      const { model, duration_ms: ms } = await administration.testModel()
      setFound(t('test_ok', { model, ms }))
    })
    setBusy(false)
  }
  return (
    <div className="stack">
      <div>
        <Button loading={busy} onClick={() => void test()}>
          {t('test_model')}
        </Button>
      </div>
      {found !== null && <Alert type="success" showIcon role="status" title={found} />}
    </div>
  )
}

function ServiceCard({ settings }: { settings: Settings }) {
  const { catalogue, calendar, retention } = settings
  const problems = catalogue.problems.length
  const count = catalogue.categories
  return (
    <Card
      title={t('setting_service')}
      rows={[
        [t('operator'), settings.operator],
        [t('jurisdiction'), settings.jurisdiction],
        [t('runtime'), settings.runtime],
        [
          t('setting_catalogue'),
          problems === 0
            ? t('catalogue_ok', { count })
            : t('catalogue_problems', { count, problems }) +
              listText(catalogue.problems.map(({ code, problem }) => `${code}: ${problem}`)),
        ],
        [
          t('setting_calendar'),
          <>
            {t('calendar_years', { years: listText(calendar.years) })}
            {calendar.missing.length > 0 && (
              <p className="warn-text" role="status">
                {t('calendar_missing', { years: listText(calendar.missing) })}
              </p>
            )}
          </>,
        ],
        ...Object.entries(retention).map(
          ([kind, days]) => [tData('retention', kind), t('days', { days })] as const,
        ),
      ]}
    />
  )
}
