import type { ChatStore, RunningTurn as Turn } from '../chat-store.ts'
import { t } from '../i18n.ts'
import type { Sheet } from '../sheet.ts'
import { AnswerView } from './answer-view.tsx'

type Props = {
  running: Turn
  store: ChatStore
  onSheet: (sheet: Sheet) => void
  onSend: (text: string) => void
}

/** The answer as it comes: sentences are announced as they are added, the progress in words below them. */
export function RunningTurn({ running, store, onSheet, onSend }: Props) {
  const { events, ended } = running
  const said = events.some((event) => event.type !== 'turn.started')
  const isAi = events.some((event) => event.type === 'answer.sentence' && event.origin === 'ai')
  return (
    <article class={`answer${ended ? '' : ' running'}`} aria-live="polite">
      {said && <p class="label">{isAi ? t('label_ai') : t('label_system')}</p>}
      {said && (
        <AnswerView events={events} store={store} latest onSheet={onSheet} onSend={onSend} />
      )}
      {!ended && !store.state.offline && <p class="progress">{progressText(running)}</p>}
    </article>
  )
}

function progressText({ stage, lastSeq }: Turn): string {
  if (stage === null) return lastSeq === 0 ? t('progress_sending') : t('progress_understanding')
  if (stage.stage === 'found') return t('progress_found', { count: stage.passages ?? 0 })
  return t(`progress_${stage.stage}`)
}
