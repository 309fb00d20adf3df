import { useEffect, useState } from 'preact/hooks'
import type { PassageView } from '../../../protocol/conversations.ts'
import { api, ApiError } from '../api.ts'
import { t, tData } from '../i18n.ts'
import { SheetFrame } from './sheet-frame.tsx'

type Props = { passageId: string; quote: string; onClose: () => void }

export function SourceSheet({ passageId, quote, onClose }: Props) {
  const [view, setView] = useState<PassageView | null>(null)
  const [error, setError] = useState<string | null>(null)
  const load = (): void => {
    setError(null)
    api
      .passage(passageId)
      .then(setView, (reason: unknown) =>
        setError(reason instanceof ApiError ? reason.message : t('offline')),
      )
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
      {view !== null && <Passage view={view} quote={quote} />}
    </SheetFrame>
  )
}

function Passage({ view, quote }: { view: PassageView; quote: string }) {
  const { document: source } = view
  const kind =
    source.source_type === 'press'
      ? t('press_mark')
      : source.source_type === 'guide'
        ? t('guide_mark')
        : source.level
  const facts: [string, string | null][] = [
    [t('source_level'), kind],
    [t('source_issuer'), source.issuer],
    [t('source_doc_no'), source.doc_no],
    [t('source_dates'), source.effective_from],
    [t('source_as_of'), source.as_of],
    [t('source_origin'), `${source.source_name} ${source.source_version}`.trim()],
  ]
  return (
    <article class={`source source-${source.source_type}`}>
      <p class="source-status">
        {source.source_type === 'press' ? t('press_mark') : tData('status', source.status)}
      </p>
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
      <h3>{view.heading}</h3>
      {view.before !== null && <p class="source-around">{view.before}</p>}
      <p class="source-text">{highlight(view.text, quote)}</p>
      {view.after !== null && <p class="source-around">{view.after}</p>}
    </article>
  )
}

/** Marks the quoted words; the sheet scrolls there because the mark takes the first place of the text. */
function highlight(text: string, quote: string) {
  const at = quote === '' ? -1 : text.indexOf(quote)
  if (at === -1) return text
  return (
    <>
      {text.slice(0, at)}
      <mark>{quote}</mark>
      {text.slice(at + quote.length)}
    </>
  )
}
