import { useContext } from 'preact/hooks'
import type { ConversationView, SiteInfo } from '../../../protocol/conversations.ts'
import { HelpContext } from '../help.ts'
import { t } from '../i18n.ts'

type Props = { mode: ConversationView['mode']; typing: boolean; site: SiteInfo | null }

/** Hours as set, waits as measured: nothing here is a promise. */
function waitLines({ staff_hours: hours, staff_wait: wait }: SiteInfo): string[] {
  const lines = [
    t('staff_hours', { text: hours.text }),
    hours.open_now ? t('open_now') : t('closed_now'),
  ]
  if (wait.waiting > 1) lines.push(t('wait_queue', { waiting: wait.waiting }))
  if (hours.open_now && wait.typical !== null) lines.push(t('wait_typical', wait.typical))
  return lines
}

/** While a person is awaited or speaks: who that is, when they are there, and the phone for what cannot wait. */
export function StaffState({ mode, typing, site }: Props) {
  const { phone } = useContext(HelpContext)
  if (mode !== 'waiting' && mode !== 'staff') return null
  return (
    <section class="staff-state" aria-label={t('handoff_title')}>
      <p role="status">{mode === 'staff' ? t('mode_staff') : t('mode_waiting')}</p>
      {mode === 'waiting' && site !== null && <p class="meta">{waitLines(site).join(' · ')}</p>}
      {mode === 'staff' && (
        <p class="meta typing" aria-live="polite">
          {typing && t('staff_typing')}
        </p>
      )}
      <a href={`tel:${phone.number}`}>
        {t('call_now', { name: phone.name, number: phone.number })}
      </a>
    </section>
  )
}
