import { useContext } from 'preact/hooks'
import type { MessageView } from '../../../protocol/conversations.ts'
import type { ChatStore, RunningTurn } from '../chat-store.ts'
import { HelpContext } from '../help.ts'
import { t, tData } from '../i18n.ts'
import type { Sheet } from '../sheet.ts'
import { AnswerView } from './answer-view.tsx'
import { FeedbackBar } from './feedback-bar.tsx'

type Props = {
  /** As it comes, or as it is kept: one element for both, so that nothing under a finger is drawn anew when it ends. */
  from: { running: RunningTurn } | { message: MessageView }
  latest: boolean
  store: ChatStore
  onSheet: (sheet: Sheet) => void
  onSend: (text: string) => void
}

/** Sentences are announced as they are added, the progress in words below them. */
export function Answer({ from, latest, store, onSheet, onSend }: Props) {
  const { onPerson } = useContext(HelpContext)
  const running = 'running' in from ? from.running : null
  const message = 'message' in from ? from.message : null
  const coming = running !== null && !running.ended
  const events = running?.events ?? message?.events ?? []
  const label = running === null ? tData('label', message?.label ?? 'system') : labelOf(running)
  return (
    <article
      class={coming ? 'answer running' : 'answer'}
      aria-live={running === null ? 'off' : 'polite'}
    >
      {label !== null && <p class="label">{label}</p>}
      <AnswerView events={events} store={store} latest={latest} onSheet={onSheet} onSend={onSend} />
      {coming && !store.state.offline && <p class="progress">{progressText(running)}</p>}
      {message?.label === 'ai' && (
        <FeedbackBar message={message} store={store} onPerson={onPerson} />
      )}
    </article>
  )
}

/** Nothing is labelled before something is said. */
function labelOf({ events }: RunningTurn): string | null {
  if (events.every((event) => event.type === 'turn.started')) return null
  const isAi = events.some((event) => event.type === 'answer.sentence' && event.origin === 'ai')
  return isAi ? t('label_ai') : t('label_system')
}

function progressText({ stage, lastSeq }: RunningTurn): string {
  if (stage === null) return lastSeq === 0 ? t('progress_sending') : t('progress_understanding')
  if (stage.stage === 'found') return t('progress_found', { count: stage.passages ?? 0 })
  return t(`progress_${stage.stage}`)
}
