import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { SiteInfo } from '../../protocol/conversations.ts'
import type { PrivacyNotice } from '../../protocol/privacy.ts'
import { api } from './api.ts'
import { ChatStore } from './chat-store.ts'
import { Composer } from './components/composer.tsx'
import { FirstNotice } from './components/first-notice.tsx'
import { Header } from './components/header.tsx'
import { MessageList } from './components/message-list.tsx'
import { PrivacySheet } from './components/privacy-sheet.tsx'
import { SourceSheet } from './components/source-sheet.tsx'
import { TrackTicket } from './components/track-ticket.tsx'
import { Welcome } from './components/welcome.tsx'
import { currentLocale, setLocale, t, type Locale } from './i18n.ts'
import { privacyApi } from './privacy-api.ts'
import type { Sheet } from './sheet.ts'

function useStore(store: ChatStore) {
  const [, redraw] = useState(0)
  useEffect(() => store.subscribe(() => redraw((n) => n + 1)), [store])
  return store.state
}

/** Language and type size: applied to the document, the size kept for the next visit. */
function usePreferences(store: ChatStore) {
  const [locale, changeLocale] = useState<Locale>(initialLocale)
  const [bigText, setBigText] = useState(store.saved.bigText)
  useEffect(() => setLocale(locale), [locale])
  useEffect(() => {
    document.documentElement.dataset['size'] = bigText ? 'big' : 'normal'
    store.remember({ bigText })
  }, [bigText, store])
  return { locale, changeLocale, bigText, setBigText }
}

function useSite(locale: Locale): SiteInfo | null {
  const [site, setSite] = useState<SiteInfo | null>(null)
  useEffect(() => void api.site().then(setSite, () => undefined), [locale])
  return site
}

/** In the language of the page, asked for again when its sheet opens; the store remembers which one was shown. */
function useNotice(store: ChatStore, locale: Locale, sheet: Sheet): PrivacyNotice | null {
  const [notice, setNotice] = useState<PrivacyNotice | null>(null)
  const wanted = sheet?.kind === 'privacy'
  useEffect(() => {
    void privacyApi.notice().then(
      (loaded) => {
        store.noticeVersion = loaded.version
        setNotice(loaded)
      },
      () => undefined,
    )
  }, [store, locale, wanted])
  return notice
}

export function App() {
  const store = useMemo(() => new ChatStore(), [])
  const state = useStore(store)
  const [sheet, setSheet] = useState<Sheet>(null)
  const [draft, setDraft] = useState('')
  const { locale, changeLocale, bigText, setBigText } = usePreferences(store)
  const site = useSite(locale)
  const notice = useNotice(store, locale, sheet)
  const input = useRef<HTMLTextAreaElement>(null)

  useEffect(() => void store.start(), [store])

  const phone = site?.phone ?? { number: '12345', name: '政务服务热线' }
  const send = (text: string): void => {
    setDraft('')
    void store.send(text)
  }
  const prefill = (text: string): void => {
    setDraft(text)
    input.current?.focus()
  }
  const openPrivacy = (): void => setSheet({ kind: 'privacy' })
  return (
    <div class="page">
      <Header
        phone={phone}
        bigText={bigText}
        onBigText={() => setBigText(!bigText)}
        onTrack={() => setSheet({ kind: 'track', ticketNo: '' })}
        onAbout={openPrivacy}
        onReset={() => store.reset()}
        onLanguage={() => changeLocale(locale === 'en' ? 'zh-CN' : 'en')}
      />
      <SafetyBar store={store} />
      <main class="chat">
        <FirstNotice notice={notice} store={store} onDetails={openPrivacy} />
        {isEmpty(state) ? (
          <Welcome
            site={site}
            loading={state.phase === 'loading'}
            onSend={send}
            onPrefill={prefill}
          />
        ) : (
          <MessageList store={store} onSheet={setSheet} onSend={send} />
        )}
      </main>
      <Composer
        inputRef={input}
        draft={draft}
        onDraft={setDraft}
        max={site?.max_message_length ?? 2000}
        busy={state.running !== null && !state.running.ended}
        offline={state.offline}
        mode={state.mode}
        onSend={send}
        onStop={() => store.stop()}
      />
      <OpenSheet sheet={sheet} notice={notice} store={store} onClose={() => setSheet(null)} />
    </div>
  )
}

function isEmpty({ messages, running, failed }: ChatStore['state']): boolean {
  return messages.length === 0 && running === null && failed === null
}

function initialLocale(): Locale {
  const asked = new URLSearchParams(location.search).get('lang')
  return asked === 'en' || asked === 'zh-CN' ? asked : currentLocale()
}

/** R-EMG-6: visible as long as the safety mode lasts. */
function SafetyBar({ store }: { store: ChatStore }) {
  if (store.state.safetyMode === null) return null
  return (
    <div class="safety-bar" role="alert">
      <span>
        {t('safety_bar')} <a href="tel:110">110</a> <a href="tel:119">119</a>{' '}
        <a href="tel:120">120</a>
      </span>
      <button type="button" onClick={() => void store.send(t('safety_end'))}>
        {t('safety_end')}
      </button>
    </div>
  )
}

type OpenSheetProps = {
  sheet: Sheet
  notice: PrivacyNotice | null
  store: ChatStore
  onClose: () => void
}

function OpenSheet({ sheet, notice, store, onClose }: OpenSheetProps) {
  switch (sheet?.kind) {
    case 'source':
      return <SourceSheet passageId={sheet.passageId} quote={sheet.quote} onClose={onClose} />
    case 'track':
      return <TrackTicket store={store} ticketNo={sheet.ticketNo} onClose={onClose} />
    case 'privacy':
      return <PrivacySheet notice={notice} store={store} onClose={onClose} />
    default:
      return null
  }
}
