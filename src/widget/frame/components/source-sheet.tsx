import { useEffect, useRef, useState } from 'preact/hooks'
import type { PassageView } from '../../../protocol/conversations.ts'
import { api, ApiError } from '../api.ts'
import { plainDate } from '../dates.ts'
import { markedLines } from '../highlight.ts'
import { t, tData } from '../i18n.ts'
import { Icon } from './icon.tsx'
import { Lines } from './marked-text.tsx'
import { SheetFrame } from './sheet-frame.tsx'
import { WholeDocument } from './whole-document.tsx'

type Props = {
  passageId: string
  /** Words to look for, the most particular first. */
  quotes: readonly string[]
  onClose: () => void
}

export function SourceSheet({ passageId, quotes, onClose }: Props) {
  const [view, setView] = useState<PassageView | null>(null)
  const [error, setError] = useState<string | null>(null)
  const load = (): void => {
    setError(null)
    api.passage(passageId).then(setView, (reason: unknown) => setError(reasonText(reason)))
  }
  useEffect(load, [passageId])
  return (
    <SheetFrame title={view?.document.title ?? t('sources')} onClose={onClose}>
      {error !== null && (
        <p role="alert">
          {error}{' '}
          <button type="button" onClick={load}>
            {t('retry')}
          </button>
        </p>
      )}
      {view === null && error === null && <p role="status">{t('loading')}</p>}
      {view !== null && <Passage view={view} quotes={quotes} />}
    </SheetFrame>
  )
}

function reasonText(reason: unknown): string {
  if (!(reason instanceof ApiError)) return t('offline')
  return reason.status === 404 ? t('source_gone') : reason.message
}

function Passage({ view, quotes }: { view: PassageView; quotes: readonly string[] }) {
  const { document: source } = view
  const article = useRef<HTMLElement>(null)
  const [whole, setWhole] = useState(false)
  // The words the answer stands on are what was asked for: they come into view, however long the passage is.
  useEffect(
    () => article.current?.querySelector('mark')?.scrollIntoView({ block: 'center' }),
    [whole],
  )
  return (
    <article ref={article} class={`source source-${source.source_type}`}>
      <SourceStatus source={source} />
      {source.restated && <p class="source-restated">{t('restated')}</p>}
      {whole ? (
        <WholeDocument passageId={view.passage_id} quotes={quotes} />
      ) : (
        <section class="passage" aria-labelledby="passage-heading">
          <h3 id="passage-heading">{view.heading}</h3>
          {view.before !== null && <Around text={view.before} />}
          <Lines lines={markedLines(view.text, quotes)} />
          {view.after !== null && <Around text={view.after} />}
        </section>
      )}
      <button type="button" class="plain source-whole" onClick={() => setWhole(!whole)}>
        {t(whole ? 'source_only' : 'source_whole')}
      </button>
      <SourceFacts source={source} page={view.page} />
    </article>
  )
}

type Source = PassageView['document']

function SourceStatus({ source }: { source: Source }) {
  if (source.source_type === 'press') {
    return (
      <p class="source-status">
        <Icon name="news" />
        <b>{t('press_mark')}</b> {t('press_caution_long')}
      </p>
    )
  }
  return (
    <p class={`source-status status-${source.status}`}>
      <Icon name={source.source_type === 'guide' ? 'book' : 'law'} />
      <b>{tData('status', source.status)}</b>
      {source.source_type === 'guide' ? t('guide_mark') : source.level}
    </p>
  )
}

function SourceFacts({ source, page }: { source: Source; page: number | null }) {
  const press = source.source_type === 'press'
  const dates = [
    source.effective_from === null
      ? null
      : t('effective_since', { date: plainDate(source.effective_from) }),
    source.effective_to === null
      ? null
      : t('effective_until', { date: plainDate(source.effective_to) }),
  ]
  const facts: [string, string | null][] = [
    [t('source_document'), source.title],
    [t('source_page'), page === null ? null : String(page)],
    [t('source_issuer'), source.issuer],
    [t('source_doc_no'), source.doc_no],
    [t('source_level'), press ? null : source.level],
    [t('source_dates'), press ? null : dates.filter((part) => part !== null).join(', ')],
    [t('source_as_of'), source.as_of === null ? null : plainDate(source.as_of)],
    [t('source_origin'), `${source.source_name} ${source.source_version}`.trim()],
  ]
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== null && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

/** What stands before and after, as in the document, and plainly not what is cited. */
function Around({ text }: { text: string }) {
  return (
    <div class="source-around">
      <Lines lines={markedLines(text, [])} />
    </div>
  )
}
