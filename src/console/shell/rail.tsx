import { useQuery } from '@tanstack/react-query'
import { Badge, Dropdown } from 'antd'
import type { Me } from '../shared/api.ts'
import { locale, t, tData } from '../shared/texts.ts'
import { areaLabel, type Area } from './area.ts'
import { Icon } from './icon.tsx'
import { Link } from './link.tsx'
import { go, link } from './router.ts'

const BADGE_MS = 15_000

type Props = {
  areas: readonly Area[]
  current: string
  me: Me
  onHelp: () => void
  onSignOut: () => void
}

export function Rail({ areas, current, me, onHelp, onSignOut }: Props) {
  return (
    <nav className="rail" aria-label={t('title')}>
      <a className="skip" href="#main">
        {t('skip_to_content')}
      </a>
      <ul>
        {areas
          .filter(({ own }) => own !== true)
          .map((area) => (
            <li key={area.key}>
              <RailLink area={area} current={current === area.key} />
            </li>
          ))}
      </ul>
      <Person
        me={me}
        areas={areas.filter(({ own }) => own === true)}
        onHelp={onHelp}
        onSignOut={onSignOut}
      />
    </nav>
  )
}

function RailLink({ area, current }: { area: Area; current: boolean }) {
  const badge = useQuery({
    queryKey: ['badge', area.key],
    queryFn: () => area.badge?.() ?? 0,
    enabled: area.badge !== undefined,
    refetchInterval: BADGE_MS,
  })
  const count = badge.data ?? 0
  return (
    <Link className="rail-link" href={link(area.key)} aria-current={current ? 'page' : undefined}>
      <Badge count={count} size="small" offset={[6, -2]} overflowCount={99}>
        <Icon path={area.icon} />
      </Badge>
      <span>{areaLabel(area)}</span>
    </Link>
  )
}

function switchLanguage(): void {
  localStorage.setItem('gw-lang', locale === 'en' ? 'zh-CN' : 'en')
  const url = new URL(location.href)
  url.searchParams.delete('lang')
  location.replace(url)
}

function Person({ me, areas, onHelp, onSignOut }: Omit<Props, 'current'>) {
  const roles = me.roles.map((role) => tData('role', role)).join(locale === 'en' ? ', ' : '、')
  const items = [
    { key: 'who', label: `${me.name} · ${me.unitName ?? roles}`, disabled: true },
    ...areas.map((area) => ({
      key: area.key,
      label: areaLabel(area),
      onClick: () => go(link(area.key)),
    })),
    { key: 'help', label: `${t('shortcuts')} ?`, onClick: onHelp },
    { key: 'language', label: t('other_language'), onClick: switchLanguage },
    { key: 'out', label: t('sign_out'), onClick: onSignOut },
  ]
  return (
    <Dropdown menu={{ items }} trigger={['click']} placement="topRight">
      <button type="button" className="rail-person" aria-label={`${me.name} · ${t('account')}`}>
        <span className="avatar" aria-hidden="true">
          {[...me.name][0]}
        </span>
      </button>
    </Dropdown>
  )
}
