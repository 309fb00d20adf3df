import { Skeleton, Tabs } from 'antd'
import { lazy, Suspense, type ComponentType } from 'react'
import type { StaffRole } from '../../../shared/actor.ts'
import type { Me } from '../../shared/api.ts'
import type { PageProps } from '../../shell/area.ts'
import { go, link } from '../../shell/router.ts'
import { t } from './texts.ts'
import '../../shared/sheet.css'
import './styles.css'

type Tab = {
  key: string
  label: string
  roles: readonly StaffRole[]
  View: ComponentType<{ me: Me }>
}

/** Each is loaded when it is opened. */
const TABS: readonly Tab[] = [
  {
    key: 'people',
    label: t('tab_people'),
    roles: ['admin'],
    View: lazy(async () => ({ default: (await import('./people.tsx')).People })),
  },
  {
    key: 'jobs',
    label: t('tab_jobs'),
    roles: ['admin', 'auditor'],
    View: lazy(async () => ({ default: (await import('./jobs.tsx')).Jobs })),
  },
  {
    key: 'audit',
    label: t('tab_audit'),
    roles: ['admin', 'auditor'],
    View: lazy(async () => ({ default: (await import('./audit.tsx')).Audit })),
  },
  {
    key: 'identity',
    label: t('tab_identity'),
    roles: ['admin', 'auditor'],
    View: lazy(async () => ({ default: (await import('./identity-reads.tsx')).IdentityReads })),
  },
]
const PersonView = lazy(async () => ({ default: (await import('./person.tsx')).PersonView }))

export function Page({ me, path }: PageProps) {
  const tabs = TABS.filter(({ roles }) => me.roles.some((role) => roles.includes(role)))
  const [part, id] = path
  const tab = tabs.find(({ key }) => key === part) ?? tabs[0]
  const waiting = <Skeleton active className="page-skeleton" paragraph={{ rows: 8 }} />
  if (tab?.key === 'people' && id !== undefined) {
    return (
      <Suspense fallback={waiting}>
        <PersonView key={id} id={id} me={me} />
      </Suspense>
    )
  }
  return (
    <div className="sheet">
      <h1 className="sheet-title">{t('title_administration')}</h1>
      <Tabs
        {...(tab === undefined ? {} : { activeKey: tab.key })}
        onChange={(key) => go(link('administration', key))}
        destroyOnHidden
        items={tabs.map(({ key, label, View }) => ({
          key,
          label,
          children: (
            <Suspense fallback={waiting}>
              <View me={me} />
            </Suspense>
          ),
        }))}
      />
    </div>
  )
}
