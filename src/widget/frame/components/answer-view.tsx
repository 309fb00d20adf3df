import type { Citation, TurnEvent } from '../../../protocol/turn-events.ts'
import type { ChatStore } from '../chat-store.ts'
import { t } from '../i18n.ts'
import type { Sheet } from '../sheet.ts'
import { DraftCard } from './draft-card.tsx'
import { EmergencyCard } from './emergency-card.tsx'
import { Sentences, type Sentence } from './sentences.tsx'
import { Sources } from './sources.tsx'

type Props = {
  events: readonly TurnEvent[]
  store: ChatStore
  /** Choices can be tapped only while they are the last thing said. */
  latest: boolean
  onSheet: (sheet: Sheet) => void
  onSend: (text: string) => void
}

/** Draws a turn from its events; live and after a reload alike. Everything is text: nothing said becomes markup. */
export function AnswerView(props: Props) {
  const { events, onSheet } = props
  const citations = events.flatMap((event) =>
    event.type === 'answer.citations' ? event.citations : [],
  )
  const openSource = (citation: Citation, said = ''): void =>
    onSheet({ kind: 'source', passageId: citation.passage_id, quotes: [said, citation.quote] })
  return (
    <>
      {groupSentences(events).map((block, index) =>
        Array.isArray(block) ? (
          <Sentences key={index} sentences={block} citations={citations} onOpen={openSource} />
        ) : (
          <Block key={index} {...props} event={block} />
        ),
      )}
      {citations.length > 0 && <Sources citations={citations} onOpen={openSource} />}
    </>
  )
}

/** The others say how the turn goes, and are not kept with the answer: places must be the same live and stored. */
const DRAWN = new Set<TurnEvent['type']>([
  'answer.sentence',
  'emergency',
  'ticket.draft',
  'choices',
  'handoff',
])

/** Neighbouring sentences make one block, so that list items stand in one list. */
function groupSentences(events: readonly TurnEvent[]): (TurnEvent | Sentence[])[] {
  const blocks: (TurnEvent | Sentence[])[] = []
  for (const event of events) {
    const last = blocks.at(-1)
    if (!DRAWN.has(event.type)) continue
    if (event.type !== 'answer.sentence') blocks.push(event)
    else if (Array.isArray(last)) last.push(event)
    else blocks.push([event])
  }
  return blocks
}

type BlockProps = Omit<Props, 'events'> & { event: TurnEvent }

function Block({ event, store, latest, onSheet, onSend }: BlockProps) {
  switch (event.type) {
    case 'emergency':
      return <EmergencyCard card={event.card} store={store} />
    case 'ticket.draft':
      return (
        <>
          {event.drafts.map((draft, index) => (
            <DraftCard
              key={draft.draft_id}
              draft={draft}
              n={index + 1}
              total={event.drafts.length}
              store={store}
              onTrack={(ticketNo) => onSheet({ kind: 'track', ticketNo })}
            />
          ))}
        </>
      )
    case 'choices':
      return (
        <div class="choices" role="group" aria-label={event.prompt || t('choices')}>
          {event.prompt !== '' && <p>{event.prompt}</p>}
          {latest &&
            event.choices.map((choice) => (
              <button type="button" key={choice.text} onClick={() => onSend(choice.text)}>
                {choice.label}
              </button>
            ))}
        </div>
      )
    case 'handoff':
      return (
        <section class="handoff" aria-label={t('handoff_title')}>
          <p>{event.text}</p>
        </section>
      )
    default:
      return null
  }
}
