import type { EmergencyCard as Card } from '../../../protocol/turn-events.ts'
import type { ChatStore } from '../chat-store.ts'
import { t } from '../i18n.ts'
import { leaveQuickly } from '../quick-exit.ts'
import { Icon } from './icon.tsx'

type Props = { card: Card; store: ChatStore }

/** R-EMG-3: the number comes first, large, and rings at a touch. */
export function EmergencyCard({ card, store }: Props) {
  return (
    <section class="emergency" role="alert" aria-label={card.title}>
      <ul class="emergency-numbers">
        {card.numbers.map(({ number, name, note }) => (
          <li key={number}>
            <a href={`tel:${number}`}>
              <Icon name="phone" />
              <span>
                <b>{number}</b>
                <small>
                  {name}
                  {note === null ? '' : ` · ${note}`}
                </small>
              </span>
            </a>
          </li>
        ))}
      </ul>
      <h2>{card.title}</h2>
      <ul class="emergency-lines">
        {card.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {card.quick_exit && (
        <div class="emergency-exit">
          <button type="button" onClick={() => leaveQuickly(store)}>
            {t('quick_exit')}
          </button>
          <small>{t('quick_exit_note')}</small>
        </div>
      )}
    </section>
  )
}
