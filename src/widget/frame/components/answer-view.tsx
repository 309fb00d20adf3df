import type { ComponentChildren } from 'preact'
import type { Citation, EmergencyCard, TurnEvent } from '../../../protocol/turn-events.ts'
import type { ChatStore } from '../chat-store.ts'
import type { Sheet } from '../sheet.ts'
import { t } from '../i18n.ts'
import { DraftCard } from './draft-card.tsx'

type Props = {
  events: readonly TurnEvent[]
  store: ChatStore
  onSheet: (sheet: Sheet) => void
  onSend: (text: string) => void
}

type Sentence = Extract<TurnEvent, { type: 'answer.sentence' }>

/** Draws a turn from its events; live and after a reload alike. Everything is text: nothing said becomes markup. */
export function AnswerView({ events, store, onSheet, onSend }: Props) {
  const citations = events.flatMap((event) =>
    event.type === 'answer.citations' ? event.citations : [],
  )
  const openSource = (citation: Citation): void =>
    onSheet({ kind: 'source', passageId: citation.passage_id, quote: citation.quote })
  return (
    <>
      {groupSentences(events).map((block, index) =>
        Array.isArray(block) ? (
          <Sentences key={index} sentences={block} citations={citations} onOpen={openSource} />
        ) : (
          <Block key={index} event={block} store={store} onSheet={onSheet} onSend={onSend} />
        ),
      )}
      {citations.length > 0 && <Sources citations={citations} onOpen={openSource} />}
    </>
  )
}

/** Neighbouring sentences make one block, so that list items stand in one list. */
function groupSentences(events: readonly TurnEvent[]): (TurnEvent | Sentence[])[] {
  const blocks: (TurnEvent | Sentence[])[] = []
  for (const event of events) {
    const last = blocks.at(-1)
    if (event.type !== 'answer.sentence') blocks.push(event)
    else if (Array.isArray(last)) last.push(event)
    else blocks.push([event])
  }
  return blocks
}

type SentencesProps = {
  sentences: readonly Sentence[]
  citations: readonly Citation[]
  onOpen: (citation: Citation) => void
}

function Sentences({ sentences, citations, onOpen }: SentencesProps) {
  const out: ComponentChildren[] = []
  let items: Sentence[] = []
  const line = (sentence: Sentence) => (
    <>
      {sentence.text}
      <Marks numbers={sentence.citations} citations={citations} onOpen={onOpen} />
    </>
  )
  const flush = (): void => {
    if (items.length === 0) return
    const list = items
    items = []
    out.push(
      <ul key={`list-${out.length}`}>
        {list.map((item) => (
          <li key={item.index}>{line(item)}</li>
        ))}
      </ul>,
    )
  }
  for (const sentence of sentences) {
    if (sentence.role === 'item') {
      items.push(sentence)
      continue
    }
    flush()
    out.push(
      <p key={`p-${out.length}`} class={`said said-${sentence.role}`}>
        {line(sentence)}
      </p>,
    )
  }
  flush()
  return <>{out}</>
}

type MarksProps = {
  numbers: readonly number[]
  citations: readonly Citation[]
  onOpen: (citation: Citation) => void
}

function Marks({ numbers, citations, onOpen }: MarksProps) {
  return (
    <>
      {numbers.map((n) => {
        const citation = citations.find((item) => item.n === n)
        return citation === undefined ? null : (
          <button
            type="button"
            class="mark"
            key={n}
            aria-label={t('source_mark', { n, title: citation.title })}
            onClick={() => onOpen(citation)}
          >
            {n}
          </button>
        )
      })}
    </>
  )
}

function Sources({
  citations,
  onOpen,
}: {
  citations: readonly Citation[]
  onOpen: (citation: Citation) => void
}) {
  return (
    <section class="sources" aria-label={t('sources')}>
      {citations.map((citation) => (
        <button
          type="button"
          key={citation.n}
          class={`source-line source-${citation.source_type}`}
          onClick={() => onOpen(citation)}
        >
          <span class="source-n">{citation.n}</span>
          <span>
            {sourceTitle(citation)}
            <small>{sourceFacts(citation)}</small>
          </span>
        </button>
      ))}
    </section>
  )
}

function sourceTitle(citation: Citation): string {
  const place = citation.article_no ?? citation.heading
  return citation.source_type === 'law'
    ? `《${citation.title}》${place}`
    : `${citation.title} · ${place}`
}

function sourceFacts(citation: Citation): string {
  const kind =
    citation.source_type === 'press'
      ? `${t('press_mark')} ${citation.as_of ?? ''}`
      : citation.source_type === 'guide'
        ? t('guide_mark')
        : citation.level
  const since =
    citation.effective_from === null || citation.source_type === 'press'
      ? ''
      : ` · ${t('effective_since', { date: citation.effective_from })}`
  return kind + since
}

type BlockProps = Omit<Props, 'events'> & { event: TurnEvent }

function Block({ event, store, onSheet, onSend }: BlockProps) {
  switch (event.type) {
    case 'emergency':
      return <Emergency card={event.card} />
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
        <div class="choices">
          <p>{event.prompt}</p>
          {event.choices.map((choice) => (
            <button type="button" key={choice.text} onClick={() => onSend(choice.text)}>
              {choice.label}
            </button>
          ))}
        </div>
      )
    case 'handoff':
      return <p class="handoff">{event.text}</p>
    default:
      return null
  }
}

/** R-EMG-3: the number comes first, large, and rings at a touch. */
function Emergency({ card }: { card: EmergencyCard }) {
  return (
    <section class="emergency" role="alert">
      <p class="visually-hidden">{t('emergency_title')}</p>
      <p class="emergency-numbers">
        {card.numbers.map(({ number, name, note }) => (
          <a key={number} href={`tel:${number}`}>
            {number}
            <small>
              {name}
              {note === null ? '' : ` · ${note}`}
            </small>
          </a>
        ))}
      </p>
      <h2>{card.title}</h2>
      <ul>
        {card.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {card.quick_exit && (
        <button type="button" class="quick-exit" onClick={() => location.replace('about:blank')}>
          {t('quick_exit')}
        </button>
      )}
    </section>
  )
}
