import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { CopilotDraft } from '../../../protocol/copilot.ts'
import { Mark } from '../../shared/mark.tsx'
import { Link } from '../../shell/link.tsx'
import { link } from '../../shell/router.ts'
import { chatApi } from './api.ts'
import { t } from './texts.ts'

/** Whether this service can draft at all: without a model, or on Workers, nothing of it is shown. */
export function useCopilot(): boolean {
  const query = useQuery({
    queryKey: ['copilot'],
    queryFn: chatApi.copilot,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return query.data?.available === true
}

type Props = { draft: CopilotDraft; canUse: boolean; onUse: () => void; onClose: () => void }

/** What a draft stands on, beside it: a person checks before they send. */
export function DraftSources({ draft, canUse, onUse, onClose }: Props) {
  const [all, setAll] = useState(false)
  const used = draft.sources.filter((source) => source.used)
  const shown = all ? draft.sources : used
  return (
    <section className="copilot" aria-label={t('draft_title')}>
      <header>
        <Mark tone="info">{t('draft_mark')}</Mark>
        <b>{t('draft_title')}</b>
        {canUse && (
          <Button size="small" onClick={onUse}>
            {t('draft_use')}
          </Button>
        )}
        <Button size="small" type="text" onClick={onClose}>
          {t('draft_close')}
        </Button>
      </header>
      {canUse && <p className="copilot-text">{draft.text}</p>}
      {draft.text === '' && <p className="hint">{t('draft_empty')}</p>}
      {draft.removed.length > 0 && (
        <p className="hint">
          {t('draft_removed', { count: draft.removed.length })}
          {draft.removed.map((line) => (
            <s key={line}>{line}</s>
          ))}
        </p>
      )}
      {shown.length === 0 && <p className="hint">{t('draft_no_source')}</p>}
      <ul className="copilot-sources">
        {shown.map((source) => (
          <li key={source.passage_id}>
            <details>
              <summary>
                {source.title} {source.article}{' '}
                {!source.used && <span className="hint">{t('draft_unused')}</span>}
              </summary>
              <p className="chunk-text">{source.text}</p>
            </details>
          </li>
        ))}
      </ul>
      {draft.sources.length > used.length && (
        <Button size="small" type="link" aria-expanded={all} onClick={() => setAll(!all)}>
          {t(all ? 'draft_less' : 'draft_more', { count: draft.sources.length - used.length })}
        </Button>
      )}
      <UnitAndTickets draft={draft} />
    </section>
  )
}

function UnitAndTickets({ draft }: { draft: CopilotDraft }) {
  return (
    <>
      {draft.unit !== null && (
        <p>
          {t('draft_unit', { unit: draft.unit.name, category: draft.unit.category })}
          {draft.unit.catch_all && <span className="hint"> {t('draft_catch_all')}</span>}
        </p>
      )}
      {draft.tickets.length > 0 && (
        <ul className="copilot-sources" aria-label={t('draft_tickets')}>
          {draft.tickets.map((ticket) => (
            <li key={ticket.ticket_no}>
              <Link href={link('tickets', ticket.ticket_no)}>{ticket.title}</Link>{' '}
              <span className="hint">{ticket.status_text}</span>
              {ticket.public_reply !== null && <p className="hint">{ticket.public_reply}</p>}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
