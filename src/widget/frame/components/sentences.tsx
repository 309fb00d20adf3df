import type { ComponentChildren } from 'preact'
import type { Citation, TurnEvent } from '../../../protocol/turn-events.ts'
import { t } from '../i18n.ts'

export type Sentence = Extract<TurnEvent, { type: 'answer.sentence' }>

type Props = {
  sentences: readonly Sentence[]
  citations: readonly Citation[]
  /** `said` is the sentence the mark stands at: its words are looked for in the passage first. */
  onOpen: (citation: Citation, said: string) => void
}

/** The answer as a document: its conclusion, what it needs, and marks that open the passages. */
export function Sentences({ sentences, citations, onOpen }: Props) {
  const out: ComponentChildren[] = []
  let items: Sentence[] = []
  const line = (sentence: Sentence) => (
    <>
      {sentence.text}
      <Marks sentence={sentence} citations={citations} onOpen={onOpen} />
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

type MarksProps = Omit<Props, 'sentences'> & { sentence: Sentence }

function Marks({ sentence, citations, onOpen }: MarksProps) {
  return (
    <>
      {sentence.citations.map((n) => {
        const citation = citations.find((item) => item.n === n)
        return citation === undefined ? null : (
          <button
            type="button"
            class="mark"
            key={n}
            aria-label={t('source_mark', { n, title: citation.title })}
            onClick={() => onOpen(citation, sentence.text)}
          >
            {n}
          </button>
        )
      })}
    </>
  )
}
