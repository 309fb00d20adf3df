import { useEffect, useState } from 'preact/hooks'
import type { MessageView } from '../../../protocol/conversations.ts'
import { api } from '../api.ts'
import type { ChatStore } from '../chat-store.ts'
import { copyText } from '../clipboard.ts'
import { t } from '../i18n.ts'
import { canSpeak, speakParts, spokenParts, stopSpeaking } from '../speech.ts'
import { Icon, type IconName } from './icon.tsx'
import { Reasons, type Complaint } from './reasons.tsx'

type Props = { message: MessageView; store: ChatStore; onPerson: () => void }

export function FeedbackBar({ message, store, onPerson }: Props) {
  const [vote, setVote] = useState(message.feedback)
  const [asking, setAsking] = useState(false)
  const [note, setNote] = useState('')
  const send = async (next: 'up' | 'down', complaint?: Complaint): Promise<void> => {
    const { session } = store.saved
    if (session === null) return
    const before = vote
    setVote(next)
    setNote('')
    // Thanks are said for what is kept, not for what was tapped.
    await api.feedback(session, message.id, { vote: next, ...complaint }).then(
      () => setNote(t('thanks')),
      () => {
        setVote(before)
        setNote(t('not_saved'))
      },
    )
  }
  const copy = async (): Promise<void> => {
    // R-LBL-3: the mark travels with the text.
    const copied = await copyText(`${message.text}\n${t('copy_footer')}`)
    setNote(copied ? t('copied') : t('not_copied'))
  }
  return (
    <div class="feedback" role="group" aria-label={t('answer_actions')}>
      <Action
        icon="up"
        text={t('useful')}
        pressed={vote === 'up'}
        onClick={() => void send('up')}
      />
      <Action
        icon="down"
        text={t('useless')}
        pressed={vote === 'down'}
        onClick={() => {
          setAsking(!asking)
          if (vote !== 'down') void send('down')
        }}
      />
      <Action icon="copy" text={t('copy')} onClick={() => void copy()} />
      <ReadAloud message={message} />
      <Action icon="person" text={t('person_button')} onClick={onPerson} />
      <span class="meta feedback-note" role="status">
        {note}
      </span>
      {asking && (
        <Reasons
          onClose={() => setAsking(false)}
          onSubmit={(complaint) => {
            setAsking(false)
            void send('down', complaint)
          }}
        />
      )}
    </div>
  )
}

type ActionProps = { icon: IconName; text: string; pressed?: boolean; onClick: () => void }

function Action({ icon, text, pressed, onClick }: ActionProps) {
  return (
    <button type="button" class="action" aria-pressed={pressed} onClick={onClick}>
      <Icon name={icon} />
      {text}
    </button>
  )
}

function ReadAloud({ message }: { message: MessageView }) {
  const [speaking, setSpeaking] = useState(false)
  useEffect(() => stopSpeaking, [])
  if (!canSpeak() || message.label === 'resident') return null
  const { label, text } = message
  const toggle = (): void => {
    if (speaking) stopSpeaking()
    else speakParts(spokenParts(text, label), () => setSpeaking(false))
    setSpeaking(!speaking)
  }
  return (
    <Action
      icon={speaking ? 'stop' : 'speak'}
      text={speaking ? t('speak_stop') : t('speak')}
      onClick={toggle}
    />
  )
}
