import { Button, Popconfirm } from 'antd'
import { Mark } from '../../shared/mark.tsx'
import { useAct } from '../../shared/use-act.ts'
import { administration } from './api.ts'
import { t } from './texts.ts'

type Props = {
  kind: 'api-keys' | 'site-keys'
  item: { id: string; name: string; revokedAt: string | null }
}

export function KeyState({ item }: Pick<Props, 'item'>) {
  const live = item.revokedAt === null
  return <Mark tone={live ? 'ok' : 'plain'}>{t(live ? 'in_use' : 'revoked')}</Mark>
}

export function RevokeKey({ kind, item }: Props) {
  const act = useAct()
  if (item.revokedAt !== null) return null
  return (
    <Popconfirm
      title={t('revoke_sure')}
      onConfirm={() => void act(() => administration.revokeKey(kind, item.id), t('key_revoked'))}
    >
      <Button size="small" danger aria-label={`${t('revoke')}：${item.name}`}>
        {t('revoke')}
      </Button>
    </Popconfirm>
  )
}
