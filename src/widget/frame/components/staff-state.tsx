import { useContext } from 'preact/hooks'
import type { ConversationView, SiteInfo } from '../../../protocol/conversations.ts'
import { HelpContext } from '../help.ts'
import { t } from '../i18n.ts'

type Props = { mode: ConversationView['mode']; site: SiteInfo | null }

/** While a person is awaited or speaks: who that is, when they are there, and the phone for what cannot wait. */
export function StaffState({ mode, site }: Props) {
  const { phone } = useContext(HelpContext)
  if (mode !== 'waiting' && mode !== 'staff') return null
  return (
    <section class="staff-state" aria-label={t('handoff_title')}>
      <p role="status">{mode === 'staff' ? t('mode_staff') : t('mode_waiting')}</p>
      {mode === 'waiting' && site !== null && (
        <p class="meta">
          {t('staff_hours', { text: site.staff_hours.text })} ·{' '}
          {site.staff_hours.open_now ? t('open_now') : t('closed_now')}
        </p>
      )}
      <a href={`tel:${phone.number}`}>
        {t('call_now', { name: phone.name, number: phone.number })}
      </a>
    </section>
  )
}
