import { useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useRef } from 'react'
import type { TextAreaRef } from 'antd/es/input/TextArea'
import type { Me } from '../../shared/api.ts'
import { Keys } from '../../shell/shortcut-help.tsx'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { chatApi, type Handoff } from './api.ts'
import { ChatNotes } from './chat-notes.tsx'
import { Composer } from './composer.tsx'
import { MessageLog } from './message-log.tsx'
import { t } from './texts.ts'

type Props = { id: string; handoff: Handoff | undefined; me: Me; onBack: () => void }

function useChat({ id, handoff, me }: Props) {
  const { message } = App.useApp()
  const queries = useQueryClient()
  const box = useRef<TextAreaRef>(null)
  const active = handoff?.state === 'active'
  const mine = active && handoff.staffId === me.id
  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work()
      return true
    } catch (error) {
      message.error(error instanceof Error ? error.message : String(error), 6)
      return false
    } finally {
      // Also after a failure: somebody else may have been first, and the list shows who.
      await queries.invalidateQueries({ queryKey: ['handoffs'] })
      await queries.invalidateQueries({ queryKey: ['badge', 'chats'] })
      await queries.invalidateQueries({ queryKey: ['conversation', id] })
    }
  }
  const takeOver = (): void =>
    void attempt(() => chatApi.takeOver(id)).then((done) => {
      if (done) message.success(t('taken_over'))
    })
  const giveBack = (): void => void attempt(() => chatApi.giveBack(id))
  const send = (text: string): Promise<boolean> => attempt(() => chatApi.reply(id, text))
  return { box, active, mine, takeOver, giveBack, send }
}

export function Chat(props: Props) {
  const { id, handoff, onBack } = props
  const { box, active, mine, takeOver, giveBack, send } = useChat(props)
  useShortcuts(t('shortcuts_chats'), [
    ...(active ? [] : [{ keys: 't', label: t('take_over'), run: takeOver }]),
    ...(mine
      ? [
          { keys: 'r', label: t('key_write'), run: () => box.current?.focus() },
          { keys: 'b', label: t('return_ai'), run: giveBack },
        ]
      : []),
  ])
  // A conversation opened from a notice may be one that nobody asked to hand over.
  const asked = handoff === undefined ? t('with_ai') : t('waiting')
  const others = active ? t('with', { name: handoff?.staffName ?? '' }) : asked
  const title = mine ? t('mine') : others
  const hint = handoff === undefined ? t('not_taken') : t('not_taken_waiting')
  return (
    <article className="chat" aria-label={t('conversation')}>
      <header className="chat-head">
        <Button className="only-narrow" size="small" onClick={onBack}>
          {t('back')}
        </Button>
        <h1>{title}</h1>
        {!active && (
          <Button type="primary" onClick={takeOver}>
            {t('take_over')} <Keys keys="t" />
          </Button>
        )}
        {mine && (
          <Button title={t('return_hint')} onClick={giveBack}>
            {t('return_ai')} <Keys keys="b" />
          </Button>
        )}
      </header>
      <div className="chat-body">
        <div className="chat-talk">
          <MessageLog conversationId={id} live />
          {mine ? (
            <Composer id={id} box={box} onSend={send} />
          ) : (
            <p className="hint">{active ? '' : hint}</p>
          )}
        </div>
        <ChatNotes id={id} />
      </div>
    </article>
  )
}
