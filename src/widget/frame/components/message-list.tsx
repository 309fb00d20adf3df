import { useEffect, useRef } from 'preact/hooks'
import type { MessageView } from '../../../protocol/conversations.ts'
import type { ChatStore } from '../chat-store.ts'
import { t, tData } from '../i18n.ts'
import type { Sheet } from '../sheet.ts'
import { Answer } from './answer.tsx'
import { EmergencyCard } from './emergency-card.tsx'
import { StaffText } from './staff-text.tsx'

type Props = { store: ChatStore; onSheet: (sheet: Sheet) => void; onSend: (text: string) => void }

export function MessageList(heard: Props) {
  const { store, onSend } = heard
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
  const items = messages.map((message, index) => (
    <li key={keyOf(message, messages)}>
      <Said message={message} />
      {message.role !== 'resident' && message.role !== 'staff' && (
        <Answer
          from={{ message }}
          latest={running === null && index === messages.length - 1}
          {...heard}
        />
      )}
    </li>
  ))
  if (showQuestion) {
    items.push(
      <li key="question">
        <ResidentText text={running.text} />
      </li>,
    )
  }
  if (alarm !== null) {
    items.push(
      <li key="alarm" class="answer">
        <p class="label">{t('label_system')}</p>
        <EmergencyCard card={alarm} store={store} />
      </li>,
    )
  }
  if (running !== null) {
    items.push(
      <li key={`turn-${running.turnId ?? running.clientTurnId}`}>
        <Said message={null} />
        <Answer from={{ running }} latest {...heard} />
      </li>,
    )
  }
  return (
    <div class="messages">
      <ol ref={list}>{items}</ol>
      <Failed store={store} />
      {suggestions.length > 0 && running === null && (
        <Suggestions texts={suggestions} onSend={onSend} />
      )}
      <StaffAnnouncer messages={messages} />
    </div>
  )
}

/** What a person said, of either side. */
function Said({ message }: { message: MessageView | null }) {
  if (message?.role === 'resident') return <ResidentText text={message.text} />
  return message?.role === 'staff' ? <StaffText message={message} /> : null
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

/** The stored answer of a turn stands where its live one stood; whatever else is said has a place of its own. */
function keyOf(message: MessageView, all: readonly MessageView[]): string {
  const { id, role, turn_id: turnId } = message
  if (role !== 'assistant' || turnId === null) return id
  const first = all.find((other) => other.role === 'assistant' && other.turn_id === turnId)
  return first === message ? `turn-${turnId}` : id
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
