import type { SiteInfo } from '../../../protocol/conversations.ts'
import { t } from '../i18n.ts'
import { SheetFrame } from './sheet-frame.tsx'

export function About({ site, onClose }: { site: SiteInfo | null; onClose: () => void }) {
  const rows: [string, string][] = [
    [t('about_what'), site?.purpose ?? ''],
    [t('about_who'), site?.operator ?? ''],
    [
      t('about_model'),
      site?.model == null ? t('about_model_none') : `${site.model.name} ${site.model.filing_no}`,
    ],
    [t('about_limits'), t('about_limits_text')],
    [t('about_privacy'), t('about_privacy_text')],
    [t('about_complaint'), site?.complaint_channel ?? ''],
  ]
  return (
    <SheetFrame title={t('about')} onClose={onClose}>
      <dl class="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </SheetFrame>
  )
}
