import { Skeleton } from 'antd'
import { lazy, Suspense, type ComponentType } from 'react'
import type { StaffRole } from '../../../shared/actor.ts'
import type { Me } from '../../shared/api.ts'
import type { PageProps } from '../../shell/area.ts'
import { Link } from '../../shell/link.tsx'
import { link } from '../../shell/router.ts'
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
    key: 'areas',
    label: t('tab_areas'),
    roles: ['admin', 'city'],
    View: lazy(async () => ({ default: (await import('./areas.tsx')).Areas })),
  },
  {
    key: 'catalogue',
    label: t('tab_catalogue'),
    roles: ['admin', 'auditor', 'city'],
    View: lazy(async () => ({ default: (await import('./catalogue.tsx')).CatalogueTree })),
  },
  {
    key: 'replies',
    label: t('tab_replies'),
    roles: ['admin'],
    View: lazy(async () => ({ default: (await import('./shared-replies.tsx')).SharedReplies })),
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
  {
    key: 'keys',
    label: t('tab_keys'),
    roles: ['admin'],
    View: lazy(async () => ({ default: (await import('./keys.tsx')).Keys })),
  },
  {
    key: 'webhooks',
    label: t('tab_webhooks'),
    roles: ['admin'],
    View: lazy(async () => ({ default: (await import('./webhooks.tsx')).Webhooks })),
  },
  {
    key: 'settings',
    label: t('tab_settings'),
    roles: ['admin', 'auditor', 'city'],
    View: lazy(async () => ({ default: (await import('./settings.tsx')).SettingsView })),
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
      <nav className="subnav" aria-label={t('title_administration')}>
        <ul>
          {tabs.map(({ key, label }) => (
            <li key={key}>
              <Link
                href={link('administration', key)}
                aria-current={key === tab?.key ? 'page' : undefined}
              >
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Suspense fallback={waiting}>{tab !== undefined && <tab.View me={me} />}</Suspense>
    </div>
  )
}
