import { Tabs } from 'antd'
import type { PageProps } from '../../shell/area.ts'
import { go, link } from '../../shell/router.ts'
import { DocumentView } from './document-view.tsx'
import { Documents } from './documents.tsx'
import { Gaps } from './gaps.tsx'
import { Switches } from './switches.tsx'
import { t } from './texts.ts'
import { VersionView } from './version-view.tsx'
import { Versions } from './versions.tsx'
import '../../shared/sheet.css'
import './styles.css'

const TABS = ['documents', 'versions', 'gaps', 'switches'] as const

export function Page({ me, path }: PageProps) {
  const [part = 'documents', id] = path
  const tab = TABS.find((name) => name === part) ?? 'documents'
  if (tab === 'documents' && id !== undefined) return <DocumentView key={id} id={id} me={me} />
  if (tab === 'versions' && id !== undefined) return <VersionView key={id} id={id} me={me} />
  return (
    <div className="sheet">
      <h1 className="sheet-title">{t('title_knowledge')}</h1>
      <Tabs
        activeKey={tab}
        onChange={(key) => go(link('knowledge', key))}
        destroyOnHidden
        items={[
          { key: 'documents', label: t('documents'), children: <Documents me={me} /> },
          { key: 'versions', label: t('versions'), children: <Versions me={me} /> },
          { key: 'gaps', label: t('gaps'), children: <Gaps me={me} /> },
          { key: 'switches', label: t('switches'), children: <Switches me={me} /> },
        ]}
      />
    </div>
  )
}
