import { useEffect, useRef, useState } from 'preact/hooks'
import type { DocumentView } from '../../../protocol/conversations.ts'
import { api } from '../api.ts'
import { markedLines } from '../highlight.ts'
import { t } from '../i18n.ts'
import { Lines } from './marked-text.tsx'

type Props = { passageId: string; quotes: readonly string[] }

/** The document as it stands, the cited passage marked in its place; a long one is read on from either end. */
export function WholeDocument({ passageId, quotes }: Props) {
  const [view, setView] = useState<DocumentView | null>(null)
  const [failed, setFailed] = useState(false)
  const cited = useRef<HTMLElement>(null)
  const load = (from: string): void => {
    setFailed(false)
    api.document(from).then(
      (more) => setView((now) => (now === null ? more : joined(now, more))),
      () => setFailed(true),
    )
  }
  useEffect(() => load(passageId), [passageId])
  const here = view !== null
  useEffect(() => {
    const mark = cited.current?.querySelector('mark') ?? cited.current
    if (here) mark?.scrollIntoView({ block: 'center' })
  }, [here])
  return (
    <section class="passage" aria-busy={view === null && !failed}>
      {view === null && !failed && <p role="status">{t('loading')}</p>}
      {view?.more_before === true && (
        <button type="button" onClick={() => load(view.sections[0]?.passage_id ?? passageId)}>
          {t('source_earlier')}
        </button>
      )}
      {view?.sections.map(({ passage_id: id, heading, text }) => (
        <section key={id} ref={id === passageId ? cited : null} class={sectionClass(id, passageId)}>
          {id === passageId && <p class="label">{t('source_here')}</p>}
          <h3>{heading}</h3>
          <Lines lines={markedLines(text, id === passageId ? quotes : [])} />
        </section>
      ))}
      {view?.more_after === true && (
        <button type="button" onClick={() => load(view.sections.at(-1)?.passage_id ?? passageId)}>
          {t('source_later')}
        </button>
      )}
      {failed && (
        <p role="alert">
          {t('offline_document')}{' '}
          <button type="button" onClick={() => load(passageId)}>
            {t('retry')}
          </button>
        </p>
      )}
    </section>
  )
}

const sectionClass = (id: string, cited: string): string =>
  id === cited ? 'section section-cited' : 'section'

/** Two stretches that overlap, in the order of the document. */
function joined(now: DocumentView, more: DocumentView): DocumentView {
  const [first] = now.sections
  const at = more.sections.findIndex((section) => section.passage_id === first?.passage_id)
  if (at > 0) {
    return {
      sections: [...more.sections.slice(0, at), ...now.sections],
      more_before: more.more_before,
      more_after: now.more_after,
    }
  }
  const known = new Set(now.sections.map((section) => section.passage_id))
  return {
    sections: [
      ...now.sections,
      ...more.sections.filter((section) => !known.has(section.passage_id)),
    ],
    more_before: now.more_before,
    more_after: more.more_after,
  }
}
