import type { RefObject } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
import type { SiteInfo } from '../../../protocol/conversations.ts'
import type { ChatStore } from '../chat-store.ts'
import { HelpContext } from '../help.ts'
import { t } from '../i18n.ts'
import { DANGER_NUMBERS } from '../numbers.ts'
import { canRecord } from '../recorder.ts'
import { loadDraft, saveDraft } from '../saved.ts'
import { useVoice } from '../use-voice.ts'
import { Icon } from './icon.tsx'
import { VoiceBar, VoiceButton } from './voice-bar.tsx'

type Props = {
  inputRef: RefObject<HTMLTextAreaElement | null>
  hint: string
  site: SiteInfo | null
  store: ChatStore
  onSend: (text: string) => void
}

const MAX_LINES = 5

/** What is typed survives a reload, a crash and a day offline. */
function useDraft(): [string, (text: string) => void] {
  const [draft, change] = useState(loadDraft)
  const setDraft = (text: string): void => {
    saveDraft(text)
    change(text)
  }
  return [draft, setDraft]
}

/** The field grows with what is written, up to five lines. */
function useGrowing(inputRef: Props['inputRef'], draft: string): void {
  useEffect(() => {
    const element = inputRef.current
    if (element === null) return
    element.style.height = 'auto'
    const line = Number.parseFloat(getComputedStyle(element).lineHeight)
    element.style.height = `${Math.min(element.scrollHeight + 2, MAX_LINES * line + 24)}px`
  }, [draft, inputRef])
}

export function Composer({ inputRef, hint, site, store, onSend }: Props) {
  const [draft, setDraft] = useDraft()
  const max = site?.max_message_length ?? 2000
  const mode = site?.voice === 'browser' ? 'browser' : 'service'
  const canSpeak = site !== null && site.voice !== 'off' && canRecord(mode)
  // What was said is put where it would have been typed, to be read before it is sent.
  const voice = useVoice(store, mode, (text) => {
    setDraft(loadDraft() + text)
    inputRef.current?.focus()
  })
  useGrowing(inputRef, draft)
  const length = [...draft].length
  const tooLong = length > max
  const submit = (): void => {
    const text = draft.trim()
    if (text === '' || tooLong) return
    setDraft('')
    onSend(text)
  }
  return (
    <footer class="composer">
      <Offline store={store} onTakeBack={() => setDraft(store.takeBack() + draft)} />
      {canSpeak && <VoiceBar voice={voice} mode={mode} />}
      {tooLong && (
        <p class="field-error" role="alert" id="input-error">
          {t('too_long', { length, max })}
        </p>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <textarea
          ref={inputRef}
          rows={1}
          value={draft}
          enterkeyhint="send"
          aria-label={t('input_label')}
          aria-invalid={tooLong}
          aria-describedby={tooLong ? 'input-error' : 'ai-notice'}
          placeholder={hint}
          onInput={(event) => {
            setDraft(event.currentTarget.value)
            store.typing()
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
              event.preventDefault()
              submit()
            }
          }}
        />
        {canSpeak && <VoiceButton voice={voice} />}
        <SendButton store={store} empty={draft.trim() === ''} disabled={tooLong} />
      </form>
      <Notice mode={store.state.mode} />
    </footer>
  )
}

type SendProps = { store: ChatStore; empty: boolean; disabled: boolean }

function SendButton({ store, empty, disabled }: SendProps) {
  const { running } = store.state
  if (empty && running !== null && !running.ended && running.lastSeq > 0) {
    return (
      <button type="button" class="send stop" onClick={() => store.stop()}>
        <Icon name="stop" />
        {t('stop')}
      </button>
    )
  }
  return (
    <button type="submit" class="send" disabled={disabled || empty}>
      <Icon name="send" />
      {t('send')}
    </button>
  )
}

/** R-LBL-1: the line at the input never goes away, and the person it speaks of is one tap from it. */
function Notice({ mode }: { mode: ChatStore['state']['mode'] }) {
  const { onPerson } = useContext(HelpContext)
  return (
    <div class="ai-notice">
      <p class="meta" id="ai-notice">
        {t('notice')}
      </p>
      <button type="button" class="plain" onClick={onPerson}>
        <Icon name="person" />
        {t(mode === 'ai' ? 'person_button' : 'person_called')}
      </button>
    </div>
  )
}

function Offline({ store, onTakeBack }: { store: ChatStore; onTakeBack: () => void }) {
  const { offline, running } = store.state
  if (!offline) return null
  /** Written while the network was gone, and not yet on its way. */
  const waiting = running !== null && running.lastSeq === 0
  return (
    <section class="offline" aria-label={t('offline_title')}>
      <p role="status">{waiting ? t('offline_waiting') : t('offline')}</p>
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
      {waiting && (
        <div class="row">
          <button type="button" onClick={() => store.retryNow()}>
            {t('retry')}
          </button>
          <button type="button" class="plain" onClick={onTakeBack}>
            {t('take_back')}
          </button>
        </div>
      )}
    </section>
  )
}
