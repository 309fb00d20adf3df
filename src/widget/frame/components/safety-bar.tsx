import type { ChatStore } from '../chat-store.ts'
import { emergencyOf } from '../emergency.ts'
import { t } from '../i18n.ts'
import { DANGER_NUMBERS } from '../numbers.ts'
import { leaveQuickly } from '../quick-exit.ts'

/** R-EMG-6: visible as long as the safety mode lasts, with the numbers of the danger that was told. */
export function SafetyBar({ store }: { store: ChatStore }) {
  const { safetyMode } = store.state
  if (safetyMode === null) return null
  const card = emergencyOf(safetyMode)
  return (
    <section class="safety-bar" aria-label={t('safety_mode')}>
      <p>
        <span>{t('safety_bar')}</span>
        {(card?.numbers ?? DANGER_NUMBERS).map(({ number, name }) => (
          <a key={number} href={`tel:${number}`} aria-label={t('call', { name, number })}>
            {number}
          </a>
        ))}
      </p>
      {card?.quick_exit && (
        <button type="button" onClick={() => leaveQuickly(store)}>
          {t('quick_exit')}
        </button>
      )}
      <button type="button" onClick={() => void store.send(t('safety_end'))}>
        {t('safety_end')}
      </button>
    </section>
  )
}
