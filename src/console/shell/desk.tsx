import { Skeleton } from 'antd'
import { Suspense, useEffect, useState } from 'react'
import { api, type Me } from '../shared/api.ts'
import { t } from '../shared/texts.ts'
import { areaLabel, areasFor } from './area.ts'
import { ErrorBoundary } from './error-boundary.tsx'
import { Rail } from './rail.tsx'
import { go, link, usePlace } from './router.ts'
import { ShortcutHelp } from './shortcut-help.tsx'
import { listenForShortcuts, useShortcuts } from './shortcuts.ts'

export function Desk({ me, onSignOut }: { me: Me; onSignOut: () => void }) {
  const areas = areasFor(me)
  const { parts } = usePlace()
  const [help, setHelp] = useState(false)
  const area = areas.find(({ key }) => key === parts[0]) ?? areas[0]
  useEffect(listenForShortcuts, [])
  useShortcuts(t('shortcuts_everywhere'), [
    { keys: '?', label: t('shortcuts'), run: () => setHelp(true) },
    ...areas.flatMap((item) =>
      item.shortcut === undefined
        ? []
        : [
            {
              keys: `g ${item.shortcut}`,
              label: areaLabel(item),
              run: () => go(link(item.key)),
            },
          ],
    ),
  ])
  const signOut = async (): Promise<void> => {
    await api.signOut()
    go(link())
    onSignOut()
  }
  if (area === undefined) return <p className="no-area">{t('no_permission')}</p>
  return (
    <div className="desk">
      <Rail
        areas={areas}
        current={area.key}
        me={me}
        onHelp={() => setHelp(true)}
        onSignOut={() => void signOut()}
      />
      <main className="desk-main" id="main" aria-label={areaLabel(area)}>
        <ErrorBoundary key={area.key}>
          <Suspense fallback={<Skeleton active className="page-skeleton" />}>
            <area.Page me={me} path={parts[0] === area.key ? parts.slice(1) : []} />
          </Suspense>
        </ErrorBoundary>
      </main>
      <ShortcutHelp open={help} onClose={() => setHelp(false)} />
    </div>
  )
}
