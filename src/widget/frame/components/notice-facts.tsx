import type { PrivacyNotice } from '../../../protocol/privacy.ts'
import { t } from '../i18n.ts'

export function NoticeFacts({ notice }: { notice: PrivacyNotice }) {
  const rows: [string, string][] = [
    [t('about_who'), notice.operator],
    [t('about_what'), notice.purpose],
    [t('about_limits'), notice.limits],
    [t('about_model'), notice.model],
    [t('about_complaint'), notice.complaint],
    [t('notice_retention'), notice.retention],
  ]
  return (
    <dl class="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
