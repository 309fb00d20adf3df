import { useState } from 'preact/hooks'
import type { PrivacyNotice } from '../../../protocol/privacy.ts'
import type { ChatStore } from '../chat-store.ts'
import { t } from '../i18n.ts'
import type { Sheet } from '../sheet.ts'
import { NoticeFacts } from './notice-facts.tsx'

type Props = { notice: PrivacyNotice | null; store: ChatStore; onSheet: (sheet: Sheet) => void }

/** R-LBL-5, once per version. It stands in the page and blocks nothing: whoever is in danger writes or rings at once. */
export function FirstNotice({ notice, store, onSheet }: Props) {
  const [, redraw] = useState(0)
  if (notice === null || store.saved.notice === notice.version) return null
  return (
    <section class="first-notice" aria-labelledby="first-notice">
      <h2 id="first-notice">{t('notice_title')}</h2>
      <NoticeFacts notice={notice} />
      <div class="row">
        <button
          type="button"
          class="primary"
          onClick={() => {
            store.remember({ notice: notice.version })
            redraw((n) => n + 1)
          }}
        >
          {t('notice_ok')}
        </button>
        <button type="button" class="plain" onClick={() => onSheet({ kind: 'privacy' })}>
          {t('notice_more')}
        </button>
      </div>
    </section>
  )
}
