import { useState } from 'preact/hooks'
import type { DeletionReceipt, PrivacyNotice } from '../../../protocol/privacy.ts'
import { ApiError, type Session } from '../api.ts'
import type { ChatStore } from '../chat-store.ts'
import { t } from '../i18n.ts'
import { privacyApi, type ExportFormat } from '../privacy-api.ts'
import { CorrectData } from './correct-data.tsx'
import { DeletePanel, ReceiptView } from './delete-panel.tsx'
import { NoticeFacts } from './notice-facts.tsx'
import { SheetFrame } from './sheet-frame.tsx'

type Props = { notice: PrivacyNotice | null; store: ChatStore; onClose: () => void }

/** What is kept, and what the resident can do about it; no staff needed (R-PRV-3). */
export function PrivacySheet({ notice, store, onClose }: Props) {
  // Held on to, so that the receipt stays on the page after the conversation is gone.
  const [session, setSession] = useState(store.saved.session)
  const [receipt, setReceipt] = useState<DeletionReceipt | null>(null)
  return (
    <SheetFrame title={t('about')} onClose={onClose}>
      {receipt !== null && <ReceiptView receipt={receipt} />}
      {session !== null && (
        <OwnData
          session={session}
          store={store}
          onDeleted={(done) => {
            setReceipt(done)
            setSession(null)
            store.reset()
          }}
        />
      )}
      {session === null && receipt === null && <p>{t('privacy_nothing')}</p>}
      {notice === null ? (
        <p class="field-error">{t('offline')}</p>
      ) : (
        <section class="privacy-part">
          <h3>{t('notice_title')}</h3>
          <NoticeFacts notice={notice} />
          <ul class="lines">
            {notice.details.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </section>
      )}
    </SheetFrame>
  )
}

type OwnDataProps = {
  session: Session
  store: ChatStore
  onDeleted: (receipt: DeletionReceipt) => void
}

type Panel = 'correct' | 'delete' | null

function OwnData({ session, store, onDeleted }: OwnDataProps) {
  const [panel, setPanel] = useState<Panel>(null)
  const [error, setError] = useState<string | null>(null)
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setError(null)
    try {
      await work()
    } catch (reason) {
      setError(reason instanceof ApiError ? reason.message : t('offline'))
    }
  }
  const save = (format: ExportFormat) => (): void =>
    void attempt(async () =>
      download(await privacyApi.export(session, format), `conversation.${format}`),
    )
  const toggle = (name: Panel) => (): void => setPanel(panel === name ? null : name)
  return (
    <section class="privacy-part">
      <h3>{t('privacy_mine')}</h3>
      <div class="row">
        <button type="button" onClick={save('html')}>
          {t('privacy_export')}
        </button>
        <button type="button" onClick={save('json')}>
          {t('privacy_export_json')}
        </button>
        <button type="button" aria-expanded={panel === 'correct'} onClick={toggle('correct')}>
          {t('privacy_correct')}
        </button>
        <button
          type="button"
          class="danger"
          aria-expanded={panel === 'delete'}
          onClick={toggle('delete')}
        >
          {t('privacy_delete')}
        </button>
      </div>
      {error !== null && (
        <p class="field-error" role="alert">
          {error}
        </p>
      )}
      {panel === 'correct' && <CorrectData session={session} attempt={attempt} />}
      {panel === 'delete' && (
        <DeletePanel
          hasTickets={store.state.tickets.length > 0}
          onCancel={() => setPanel(null)}
          onConfirm={(withdraw) =>
            attempt(async () => onDeleted(await privacyApi.remove(session, withdraw)))
          }
        />
      )}
    </section>
  )
}

function download(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
