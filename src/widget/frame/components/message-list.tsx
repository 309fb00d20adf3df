import { useEffect, useRef } from 'preact/hooks'
import type { MessageView } from '../../../protocol/conversations.ts'
import type { TurnEvent } from '../../../protocol/turn-events.ts'
import type { ChatStore } from '../chat-store.ts'
import type { Sheet } from '../sheet.ts'
import { t, tData, type TextKey } from '../i18n.ts'
import { AnswerView } from './answer-view.tsx'
import { FeedbackBar } from './feedback-bar.tsx'

type Props = { store: ChatStore; onSheet: (sheet: Sheet) => void; onSend: (text: string) => void }

export function MessageList({ store, onSheet, onSend }: Props) {
  const { messages, suggestions } = store.state
  const stored = store.state.running?.turnId ?? ''
  // The stored answer replaces the live one as soon as the history has it.
  const running = messages.some(
    (message) => message.role === 'assistant' && message.turn_id === stored,
  )
    ? null
    : store.state.running
  const list = useRef<HTMLOListElement>(null)
  const count = messages.length + (running === null ? 0 : 1) + (store.state.failed === null ? 0 : 1)
  // The newest question comes to the top, so that its answer is read from the beginning.
  useEffect(() => {
    const questions = list.current?.querySelectorAll('.resident')
    questions?.item(questions.length - 1)?.scrollIntoView({ block: 'start' })
  }, [count])
  // The running turn's own question is not in the history yet when it was just sent.
  const showQuestion =
    running !== null && running.text !== '' && !isLastResident(messages, running.text)
  return (
    <div class="messages">
      <ol ref={list}>
        {messages.map((message) => (
          <li key={message.id}>
            <Message message={message} store={store} onSheet={onSheet} onSend={onSend} />
          </li>
        ))}
        {showQuestion && (
          <li>
            <ResidentText text={running.text} />
          </li>
        )}
        {running !== null && (
          <li>
            <Running
              events={running.events}
              stage={running.stage}
              store={store}
              onSheet={onSheet}
              onSend={onSend}
            />
          </li>
        )}
      </ol>
      <Failed store={store} />
      {suggestions.length > 0 && running === null && (
        <Suggestions texts={suggestions} onSend={onSend} />
      )}
    </div>
  )
}

function isLastResident(messages: readonly MessageView[], text: string): boolean {
  const last = messages.findLast((message) => message.role === 'resident')
  return last?.text === text.trim() && messages.at(-1)?.id === last?.id
}

function ResidentText({ text }: { text: string }) {
  return (
    <div class="resident">
      <span class="visually-hidden">{t('label_resident')}</span>
      {text}
    </div>
  )
}

type MessageProps = Props & { message: MessageView }

function Message({ message, store, onSheet, onSend }: MessageProps) {
  if (message.role === 'resident') return <ResidentText text={message.text} />
  if (message.role === 'staff') return <StaffText message={message} />
  return (
    <article class="answer">
      <p class="label">{t(`label_${message.label}` as TextKey)}</p>
      <AnswerView events={message.events} store={store} onSheet={onSheet} onSend={onSend} />
      {message.label === 'ai' && (
        <FeedbackBar message={message} store={store} onPerson={() => onSend(t('person_text'))} />
      )}
    </article>
  )
}

function StaffText({ message }: { message: MessageView }) {
  return (
    <article class="staff">
      <p class="label">
        {tData('label', message.label)} · {message.staff?.unit} {message.staff?.name}
      </p>
      <p>{message.text}</p>
    </article>
  )
}

type RunningProps = Props & {
  events: readonly TurnEvent[]
  stage: Extract<TurnEvent, { type: 'turn.progress' }> | null
}

function Running({ events, stage, store, onSheet, onSend }: RunningProps) {
  const said = events.some((event) => event.type !== 'turn.started')
  const isAi = events.some((event) => event.type === 'answer.sentence' && event.origin === 'ai')
  const progress =
    stage === null
      ? t('progress_understanding')
      : stage.stage === 'found'
        ? t('progress_found', { count: stage.passages ?? 0 })
        : t(`progress_${stage.stage}`)
  return (
    <article class="answer" aria-live="polite" aria-busy="true">
      {said && <p class="label">{isAi ? t('label_ai') : t('label_system')}</p>}
      {said ? (
        <AnswerView events={events} store={store} onSheet={onSheet} onSend={onSend} />
      ) : (
        <p class="progress" role="status">
          {progress}
        </p>
      )}
    </article>
  )
}

function Failed({ store }: { store: ChatStore }) {
  const { failed } = store.state
  if (failed === null) return null
  return (
    <div class="failed" role="alert">
      <p>{t('failed', { message: failed.message })}</p>
      <p class="failed-text">{failed.text}</p>
      <button type="button" onClick={() => void store.send(failed.text)}>
        {t('resend')}
      </button>
      <button type="button" class="plain" onClick={() => store.dismissFailure()}>
        {t('cancel')}
      </button>
    </div>
  )
}

function Suggestions({
  texts,
  onSend,
}: {
  texts: readonly string[]
  onSend: (text: string) => void
}) {
  return (
    <section class="suggestions">
      <h2>{t('suggestions')}</h2>
      {texts.map((text) => (
        <button type="button" key={text} onClick={() => onSend(text)}>
          {text}
        </button>
      ))}
    </section>
  )
}
