import { Button, Input } from 'antd'
import { useState, type KeyboardEvent, type RefObject } from 'react'
import type { TextAreaRef } from 'antd/es/input/TextArea'
import { CannedReplies } from './canned-replies.tsx'
import { t } from './texts.ts'

type Props = { box: RefObject<TextAreaRef | null>; onSend: (text: string) => Promise<boolean> }

/** What was typed stays until the server has it. */
export function Composer({ box, onSend }: Props) {
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const send = async (): Promise<void> => {
    if (text.trim() === '' || busy) return
    setBusy(true)
    if (await onSend(text)) setText('')
    setBusy(false)
    box.current?.focus()
  }
  const press = (event: KeyboardEvent): void => {
    // While a Chinese input method is composing, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    void send()
  }
  return (
    <div className="composer">
      <Input.TextArea
        ref={box}
        autoFocus
        aria-label={t('reply_label')}
        placeholder={t('reply_label')}
        autoSize={{ minRows: 2, maxRows: 8 }}
        value={text}
        maxLength={4000}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={press}
      />
      <div className="composer-tools">
        <CannedReplies text={text} onChoose={(chosen) => setText(chosen)} />
        <span className="hint">{t('send_hint')}</span>
        <Button
          type="primary"
          loading={busy}
          disabled={text.trim() === ''}
          onClick={() => void send()}
        >
          {t('send')}
        </Button>
      </div>
    </div>
  )
}
