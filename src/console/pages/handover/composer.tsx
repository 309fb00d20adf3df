import { useMutation } from '@tanstack/react-query'
import { App, Button, Input } from 'antd'
import { useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import type { TextAreaRef } from 'antd/es/input/TextArea'
import type { CopilotDraft } from '../../../protocol/copilot.ts'
import { TYPING_TOLD_MS } from '../../../protocol/typing.ts'
import { Keys } from '../../shell/shortcut-help.tsx'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { chatApi } from './api.ts'
import { CannedReplies } from './canned-replies.tsx'
import { DraftSources, useCopilot } from './copilot.tsx'
import { t } from './texts.ts'

type Props = {
  id: string
  box: RefObject<TextAreaRef | null>
  onSend: (text: string) => Promise<boolean>
}

/** A draft fills an empty box; what somebody has typed is never written over. */
function useDraft(id: string, text: string, setText: (text: string) => void) {
  const { message } = App.useApp()
  const [draft, setDraft] = useState<CopilotDraft | null>(null)
  const [drafting, setDrafting] = useState(false)
  const ask = (): void => {
    if (drafting) return
    setDrafting(true)
    chatApi
      .draft(id)
      .then((made) => {
        setDraft(made)
        if (text.trim() === '') setText(made.text)
      })
      .catch((error: Error) => message.error(error.message, 6))
      .finally(() => setDrafting(false))
  }
  return { draft, drafting, ask, close: () => setDraft(null) }
}

/** What was typed stays until the server has it. */
function useSending({ box, onSend }: Pick<Props, 'box' | 'onSend'>) {
  const [busy, setBusy] = useState(false)
  const send = async (text: string, sent: () => void): Promise<void> => {
    if (text.trim() === '' || busy) return
    setBusy(true)
    if (await onSend(text)) sent()
    setBusy(false)
    box.current?.focus()
  }
  return { busy, send }
}

/** The resident sees that somebody is at it. A lost one is made up by the next. */
function useTyping(id: string, setText: (text: string) => void): (text: string) => void {
  const toldAt = useRef(0)
  const { mutate } = useMutation({ mutationFn: () => chatApi.typing(id) })
  return (text) => {
    setText(text)
    const now = Date.now()
    if (now - toldAt.current < TYPING_TOLD_MS) return
    toldAt.current = now
    mutate()
  }
}

export function Composer({ id, box, onSend }: Props) {
  const [text, setText] = useState('')
  const { busy, send: sendText } = useSending({ box, onSend })
  const type = useTyping(id, setText)
  const mayDraft = useCopilot()
  const { draft, drafting, ask, close } = useDraft(id, text, setText)
  useShortcuts(
    t('shortcuts_chats'),
    mayDraft ? [{ keys: 'mod+i', label: t('draft_ask'), run: ask, whileTyping: true }] : [],
  )
  const send = (): void =>
    void sendText(text, () => {
      setText('')
      close()
    })
  const press = (event: KeyboardEvent): void => {
    // While a Chinese input method is composing, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  const use = (): void => {
    setText(draft?.text ?? '')
    box.current?.focus()
  }
  return (
    <div className="composer">
      {draft !== null && (
        <DraftSources
          draft={draft}
          canUse={text !== draft.text && draft.text !== ''}
          onUse={use}
          onClose={close}
        />
      )}
      <Input.TextArea
        ref={box}
        autoFocus
        aria-label={t('reply_label')}
        placeholder={t('reply_label')}
        autoSize={{ minRows: 2, maxRows: 8 }}
        value={text}
        maxLength={4000}
        onChange={(event) => type(event.target.value)}
        onKeyDown={press}
      />
      <div className="composer-tools">
        <CannedReplies text={text} onChoose={(chosen) => setText(chosen)} />
        {mayDraft && (
          <Button loading={drafting} onClick={ask}>
            {t(drafting ? 'drafting' : 'draft_ask')} <Keys keys="mod+i" />
          </Button>
        )}
        <span className="hint">{t(draft === null ? 'send_hint' : 'draft_hint')}</span>
        <Button type="primary" loading={busy} disabled={text.trim() === ''} onClick={send}>
          {t('send')}
        </Button>
      </div>
    </div>
  )
}
