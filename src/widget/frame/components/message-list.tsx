import { useContext, useEffect, useRef } from 'preact/hooks'
import type { MessageView } from '../../../protocol/conversations.ts'
import type { ChatStore } from '../chat-store.ts'
import { HelpContext } from '../help.ts'
import { t, tData } from '../i18n.ts'
import type { Sheet } from '../sheet.ts'
import { AnswerView } from './answer-view.tsx'
import { EmergencyCard } from './emergency-card.tsx'
import { FeedbackBar } from './feedback-bar.tsx'
import { RunningTurn } from './running-turn.tsx'
import { StaffText } from './staff-text.tsx'

type Props = { store: ChatStore; onSheet: (sheet: Sheet) => void; onSend: (text: string) => void }

export function MessageList({ store, onSheet, onSend }: Props) {
  const { messages, suggestions, failed, alarm } = store.state
  const stored = store.state.running?.turnId ?? ''
  // The stored answer replaces the live one as soon as the history has it.
  const running = messages.some(
    (message) => message.role === 'assistant' && message.turn_id === stored,
  )
    ? null
    : store.state.running
  const list = useRef<HTMLOListElement>(null)
  useReadingPlace(list, messages.length + (running === null ? 0 : 1) + (failed === null ? 0 : 1))
  // The running turn's own question is not in the history yet when it was just sent.
  const showQuestion =
    running !== null && running.text !== '' && !isLastResident(messages, running.text)
  return (
    <div class="messages">
      <ol ref={list}>
        {messages.map((message, index) => (
          <li key={message.id}>
            <Message
              message={message}
              latest={running === null && index === messages.length - 1}
              store={store}
              onSheet={onSheet}
              onSend={onSend}
            />
          </li>
        ))}
        {showQuestion && (
          <li>
            <ResidentText text={running.text} />
          </li>
        )}
        {alarm !== null && (
          <li class="answer">
            <p class="label">{t('label_system')}</p>
            <EmergencyCard card={alarm} store={store} />
          </li>
        )}
        {running !== null && (
          <li>
            <RunningTurn running={running} store={store} onSheet={onSheet} onSend={onSend} />
          </li>
        )}
      </ol>
      <Failed store={store} />
      {suggestions.length > 0 && running === null && (
        <Suggestions texts={suggestions} onSend={onSend} />
      )}
      <StaffAnnouncer messages={messages} />
    </div>
  )
}

/** The newest question comes to the top, so that its answer is read from the beginning; a person's words come into view. */
function useReadingPlace(list: { current: HTMLOListElement | null }, count: number): void {
  useEffect(() => {
    const items = list.current?.children
    const last = items?.item(items.length - 1)
    if (last?.querySelector('.staff') != null) {
      last.scrollIntoView({ block: 'nearest' })
      return
    }
    const questions = list.current?.querySelectorAll('.resident')
    questions?.item(questions.length - 1)?.scrollIntoView({ block: 'start' })
  }, [list, count])
}

function isLastResident(messages: readonly MessageView[], text: string): boolean {
  const last = messages.findLast((message) => message.role === 'resident')
  return last?.text === text.trim() && messages.at(-1)?.id === last?.id
}

function ResidentText({ text }: { text: string }) {
  return (
    <div class="resident">
      <span class="visually-hidden">{t('label_resident')}: </span>
      {text}
    </div>
  )
}

type MessageProps = Props & { message: MessageView; latest: boolean }

function Message({ message, latest, store, onSheet, onSend }: MessageProps) {
  const { onPerson } = useContext(HelpContext)
  if (message.role === 'resident') return <ResidentText text={message.text} />
  if (message.role === 'staff') return <StaffText message={message} />
  return (
    <article class="answer">
      <p class="label">{tData('label', message.label)}</p>
      <AnswerView
        events={message.events}
        store={store}
        latest={latest}
        onSheet={onSheet}
        onSend={onSend}
      />
      {message.label === 'ai' && (
        <FeedbackBar message={message} store={store} onPerson={onPerson} />
      )}
    </article>
  )
}

/** Staff messages come by themselves: screen readers are told that a person has spoken. */
function StaffAnnouncer({ messages }: { messages: readonly MessageView[] }) {
  const last = messages.findLast((message) => message.role === 'staff')
  return (
    <p class="visually-hidden" aria-live="polite">
      {last !== undefined &&
        messages.at(-1)?.id === last.id &&
        t('staff_new', { who: `${tData('label', last.label)} ${last.staff?.unit ?? ''}` })}
    </p>
  )
}

function Failed({ store }: { store: ChatStore }) {
  const { failed } = store.state
  if (failed === null) return null
  return (
    <div class="failed" role="alert">
      <p>{failed.message}</p>
      <p class="failed-text">{failed.text}</p>
      <div class="row">
        <button type="button" class="primary" onClick={() => void store.send(failed.text)}>
          {t('resend')}
        </button>
        <button type="button" class="plain" onClick={() => store.dismissFailure()}>
          {t('dismiss')}
        </button>
      </div>
    </div>
  )
}

type SuggestionsProps = { texts: readonly string[]; onSend: (text: string) => void }

function Suggestions({ texts, onSend }: SuggestionsProps) {
  return (
    <section class="suggestions" aria-labelledby="suggestions">
      <h2 id="suggestions">{t('suggestions')}</h2>
      <ul class="questions">
        {texts.map((text) => (
          <li key={text}>
            <button type="button" onClick={() => onSend(text)}>
              {text}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
