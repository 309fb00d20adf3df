import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { SiteInfo } from '../../protocol/conversations.ts'
import type { PrivacyNotice } from '../../protocol/privacy.ts'
import { api } from './api.ts'
import { ChatStore } from './chat-store.ts'
import { Composer } from './components/composer.tsx'
import { FirstNotice } from './components/first-notice.tsx'
import { Header } from './components/header.tsx'
import { MessageList } from './components/message-list.tsx'
import { OpenSheet } from './components/open-sheet.tsx'
import { SafetyBar } from './components/safety-bar.tsx'
import { StaffState } from './components/staff-state.tsx'
import { Welcome } from './components/welcome.tsx'
import { HelpContext, type Help } from './help.ts'
import { t, type Locale } from './i18n.ts'
import { NoticeChannels, usableChannels } from './notice-channels.ts'
import { HOTLINE } from './numbers.ts'
import { usePreferences } from './preferences.ts'
import { privacyApi } from './privacy-api.ts'
import type { Sheet } from './sheet.ts'
import { useStuckHeights } from './stuck-heights.ts'

/** The conversation, begun once and drawn again with every change of it. */
function useChat(): ChatStore {
  const store = useMemo(() => new ChatStore(), [])
  const [, redraw] = useState(0)
  useEffect(() => store.subscribe(() => redraw((n) => n + 1)), [store])
  useEffect(() => void store.start(), [store])
  return store
}

/** Asked for again when the page comes back online, and when a person is called: hours and waits change. */
function useSite(locale: Locale, mode: string): SiteInfo | null {
  const [site, setSite] = useState<SiteInfo | null>(null)
  useEffect(() => {
    const load = (): void => void api.site().then(setSite, () => undefined)
    load()
    addEventListener('online', load)
    return () => removeEventListener('online', load)
  }, [locale, mode])
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
  const store = useChat()
  const { state } = store
  const [sheet, setSheet] = useState<Sheet>(null)
  const [hint, setHint] = useState<string | null>(null)
  const preferences = usePreferences(store)
  const site = useSite(preferences.locale, state.mode)
  const notice = useNotice(store, preferences.locale, sheet)
  const input = useRef<HTMLTextAreaElement>(null)

  const send = (text: string): void => {
    setHint(null)
    void store.send(text)
  }
  const help: Help = {
    phone: site?.phone ?? HOTLINE,
    // A person is asked for once; after that the page says that they are on their way.
    onPerson: () => (state.mode === 'ai' ? send(t('person_text')) : input.current?.focus()),
  }
  const begin = (text: string): void => {
    setHint(text)
    input.current?.focus()
  }
  return (
    <Around help={help} site={site}>
      <div class="page" ref={useStuckHeights()}>
        <div class="top">
          <Header
            name={site?.name ?? t('title')}
            store={store}
            preferences={preferences}
            onSheet={setSheet}
          />
          <SafetyBar store={store} />
        </div>
        <main class="chat">
          {isEmpty(state) ? (
            <Welcome
              site={site}
              loading={state.phase === 'loading'}
              onSend={send}
              onBegin={begin}
              onSheet={setSheet}
              notice={<FirstNotice notice={notice} store={store} onSheet={setSheet} />}
            />
          ) : (
            <MessageList store={store} onSheet={setSheet} onSend={send} />
          )}
        </main>
        <StaffState mode={state.mode} typing={state.staffTyping} site={site} />
        <Composer
          inputRef={input}
          hint={hint ?? t('input_placeholder')}
          site={site}
          store={store}
          onSend={send}
        />
        <OpenSheet sheet={sheet} notice={notice} store={store} onClose={() => setSheet(null)} />
      </div>
    </Around>
  )
}

type AroundProps = { help: Help; site: SiteInfo | null; children: ComponentChildren }

/** What any part of the page may ask for. */
function Around({ help, site, children }: AroundProps) {
  return (
    <HelpContext.Provider value={help}>
      <NoticeChannels.Provider value={usableChannels(site?.notice_channels ?? [])}>
        {children}
      </NoticeChannels.Provider>
    </HelpContext.Provider>
  )
}

function isEmpty({ messages, running, failed }: ChatStore['state']): boolean {
  return messages.length === 0 && running === null && failed === null
}
