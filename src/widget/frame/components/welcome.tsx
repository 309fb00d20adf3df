import type { ComponentChildren } from 'preact'
import { useContext } from 'preact/hooks'
import type { SiteInfo } from '../../../protocol/conversations.ts'
import { HelpContext } from '../help.ts'
import { t } from '../i18n.ts'
import { DANGER_NUMBERS } from '../numbers.ts'
import type { Sheet } from '../sheet.ts'
import { Icon } from './icon.tsx'

type Props = {
  site: SiteInfo | null
  /** The earlier conversation is still on its way. */
  loading: boolean
  onSend: (text: string) => void
  /** Puts the cursor into the field under a hint that fits. */
  onBegin: (hint: string) => void
  onSheet: (sheet: Sheet) => void
  /** The first-visit notice, while it is unread. */
  notice: ComponentChildren
}

export function Welcome(props: Props) {
  const { site, loading, onSend, notice } = props
  return (
    <section class="welcome" aria-label={t('welcome')}>
      <p class="greeting">{t('greeting')}</p>
      {loading ? (
        <p class="meta" role="status">
          {t('loading')}
        </p>
      ) : (
        <Starts {...props} />
      )}
      <DangerLine />
      {notice}
      {!loading && <Ways {...props} />}
      {site !== null && site.quick_questions.length > 0 && (
        <section aria-labelledby="often-asked">
          <h2 id="often-asked">{t('often_asked')}</h2>
          <ul class="questions">
            {site.quick_questions.map((question) => (
              <li key={question}>
                <button type="button" onClick={() => onSend(question)}>
                  {question}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {site !== null && <p class="meta">{t('run_by', { operator: site.operator })}</p>}
    </section>
  )
}

function Starts({ site, onBegin }: Props) {
  const { onPerson } = useContext(HelpContext)
  return (
    <div class="starts">
      <button type="button" class="start" onClick={() => onBegin(t('quick_policy_hint'))}>
        <Icon name="book" />
        <strong>{t('quick_policy')}</strong>
        <small>{t('quick_policy_note')}</small>
      </button>
      <button type="button" class="start" onClick={() => onBegin(t('quick_report_hint'))}>
        <Icon name="flag" />
        <strong>{t('quick_report')}</strong>
        <small>{t('quick_report_note')}</small>
      </button>
      <button type="button" class="start" onClick={onPerson}>
        <Icon name="person" />
        <strong>{t('quick_person')}</strong>
        <small>
          {site === null
            ? t('quick_person_note')
            : site.staff_hours.open_now
              ? t('quick_person_open')
              : t('quick_person_closed')}
        </small>
      </button>
    </div>
  )
}

/** For whoever comes back with a number in hand, or wants a place and no talk. */
function Ways({ onSheet }: Props) {
  return (
    <div class="ways">
      <button type="button" class="plain" onClick={() => onSheet({ kind: 'track', ticketNo: '' })}>
        {t('track_ticket')}
        <Icon name="next" />
      </button>
      <button type="button" class="plain" onClick={() => onSheet({ kind: 'stations' })}>
        {t('stations')}
        <Icon name="next" />
      </button>
    </div>
  )
}

function DangerLine() {
  return (
    <p class="danger-line">
      {t('danger_line')}{' '}
      <span>
        {DANGER_NUMBERS.map(({ number, name }) => (
          <a key={number} href={`tel:${number}`} aria-label={t('call', { name, number })}>
            {number}
          </a>
        ))}
      </span>
    </p>
  )
}
