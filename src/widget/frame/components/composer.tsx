import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import type { ConversationView } from '../../../protocol/conversations.ts'
import { t } from '../i18n.ts'

type Props = {
  inputRef: RefObject<HTMLTextAreaElement | null>
  draft: string
  max: number
  busy: boolean
  offline: boolean
  mode: ConversationView['mode']
  onDraft: (text: string) => void
  onSend: (text: string) => void
  onStop: () => void
}

export function Composer(props: Props) {
  const { inputRef, draft, max } = props
  const length = [...draft].length
  const tooLong = length > max
  useEffect(() => {
    const element = inputRef.current
    if (element === null) return
    element.style.height = 'auto'
    element.style.height = `${Math.min(element.scrollHeight, 5 * 28 + 24)}px`
  }, [draft, inputRef])
  const submit = (): void => {
    const text = draft.trim()
    if (text !== '' && !tooLong) props.onSend(text)
  }
  return (
    <footer class="composer">
      <Notices offline={props.offline} mode={props.mode} />
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
          aria-label={t('input_label')}
          aria-invalid={tooLong}
          aria-describedby={tooLong ? 'input-error' : undefined}
          placeholder={t('input_placeholder')}
          onInput={(event) => props.onDraft(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
              event.preventDefault()
              submit()
            }
          }}
        />
        {props.busy && draft.trim() === '' ? (
          <button type="button" class="send" onClick={props.onStop}>
            {t('stop')}
          </button>
        ) : (
          <button type="submit" class="send" disabled={draft.trim() === '' || tooLong}>
            {t('send')}
          </button>
        )}
      </form>
      <p class="meta">{t('notice')}</p>
    </footer>
  )
}

function Notices({ offline, mode }: Pick<Props, 'offline' | 'mode'>) {
  return (
    <>
      {offline && (
        <p class="offline" role="status">
          {t('offline')} {t('offline_numbers')} <a href="tel:110">110</a> <a href="tel:119">119</a>{' '}
          <a href="tel:120">120</a>
        </p>
      )}
      {mode !== 'ai' && (
        <p class="mode" role="status">
          {mode === 'staff' ? t('mode_staff') : t('mode_waiting')}
        </p>
      )}
    </>
  )
}
