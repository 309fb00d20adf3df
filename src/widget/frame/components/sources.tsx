import type { Citation } from '../../../protocol/turn-events.ts'
import { plainDate } from '../dates.ts'
import { t } from '../i18n.ts'
import { Icon } from './icon.tsx'

type Props = { citations: readonly Citation[]; onOpen: (citation: Citation) => void }

export function Sources({ citations, onOpen }: Props) {
  return (
    <section class="sources" aria-label={t('sources')}>
      <h3>{t('sources')}</h3>
      <ul>
        {citations.map((citation) => (
          <li key={citation.n}>
            <button
              type="button"
              class={`source-line source-${citation.source_type}`}
              onClick={() => onOpen(citation)}
            >
              <span class="source-n">{citation.n}</span>
              <span class="source-name">
                {sourceTitle(citation)}
                <small>
                  <Icon
                    name={
                      citation.source_type === 'press'
                        ? 'news'
                        : citation.source_type === 'guide'
                          ? 'book'
                          : 'law'
                    }
                  />
                  {sourceFacts(citation)}
                </small>
              </span>
              <Icon name="next" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function sourceTitle(citation: Citation): string {
  const place = citation.article_no ?? citation.heading
  if (citation.source_type === 'law') return `《${citation.title}》${place}`
  return place === '' || place === citation.title ? citation.title : `${citation.title} · ${place}`
}

/** A newspaper tells what was; only law and guides say what holds (R-KB-4). */
function sourceFacts(citation: Citation): string {
  if (citation.source_type === 'press') {
    const date = citation.as_of === null ? '' : plainDate(citation.as_of)
    return [t('press_mark'), citation.issuer, date, t('press_caution')]
      .filter((part) => part !== '')
      .join(' · ')
  }
  const kind = citation.source_type === 'guide' ? t('guide_mark') : citation.level
  if (citation.effective_from === null) return kind
  return `${kind} · ${t('effective_since', { date: plainDate(citation.effective_from) })}`
}
