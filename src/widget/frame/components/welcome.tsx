import type { SiteInfo } from '../../../protocol/conversations.ts'
import { t } from '../i18n.ts'

type Props = {
  site: SiteInfo | null
  /** The earlier conversation is still on its way. */
  loading: boolean
  onSend: (text: string) => void
  onPrefill: (text: string) => void
}

export function Welcome({ site, loading, onSend, onPrefill }: Props) {
  if (loading) {
    return (
      <p class="meta" role="status">
        {t('loading')}
      </p>
    )
  }
  return <Start site={site} onSend={onSend} onPrefill={onPrefill} />
}

function Start({ site, onSend, onPrefill }: Omit<Props, 'loading'>) {
  const numbers = site?.emergency_numbers ?? [
    { number: '110', name: '' },
    { number: '119', name: '' },
    { number: '120', name: '' },
  ]
  return (
    <section class="welcome">
      <p class="greeting">{t('greeting')}</p>
      <div class="starts">
        <button type="button" class="start" onClick={() => onPrefill('')}>
          <strong>{t('quick_policy')}</strong>
          <span>{t('quick_policy_hint')}</span>
        </button>
        <button type="button" class="start" onClick={() => onPrefill('')}>
          <strong>{t('quick_report')}</strong>
          <span>{t('quick_report_hint')}</span>
        </button>
        <button type="button" class="start" onClick={() => onSend(t('person_text'))}>
          <strong>{t('quick_person')}</strong>
          {site !== null && (
            <span>
              {t('staff_hours', { text: site.staff_hours.text })} ·{' '}
              {site.staff_hours.open_now ? t('open_now') : t('closed_now')}
            </span>
          )}
        </button>
      </div>
      {site !== null && site.quick_questions.length > 0 && (
        <>
          <h2>{t('often_asked')}</h2>
          <ul class="questions">
            {site.quick_questions.map((question) => (
              <li key={question}>
                <button type="button" onClick={() => onSend(question)}>
                  {question}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      <p class="danger-line">
        {t('danger_line')}{' '}
        {numbers.map(({ number, name }) => (
          <a key={number} href={`tel:${number}`} aria-label={`${name} ${number}`}>
            {number}
          </a>
        ))}
      </p>
      {site !== null && <p class="meta">{t('run_by', { operator: site.operator })}</p>}
    </section>
  )
}
