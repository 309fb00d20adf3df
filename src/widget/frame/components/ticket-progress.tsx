import type { ComponentChildren } from 'preact'
import type { ResidentTicketView } from '../../../protocol/tickets.ts'
import { dueInWords, plainTime } from '../dates.ts'
import { t, tData } from '../i18n.ts'

/** The way of a ticket that meets no obstacle; off it nothing is promised. */
const WAY = [
  'pending_review',
  'accepted',
  'dispatched',
  'processing',
  'resolved',
  'closed',
] as const
/** Where a ticket that left the way comes back to it. */
const BACK: Readonly<Record<string, (typeof WAY)[number]>> = {
  returned: 'accepted',
  pending_info: 'dispatched',
}

function stepsToCome(status: string): readonly (typeof WAY)[number][] {
  const at = WAY.findIndex((step) => step === (BACK[status] ?? status))
  return at === -1 ? [] : WAY.slice(at + 1)
}

type Props = {
  view: ResidentTicketView
  /** What the answer asks of the resident stands right under it. */
  children: ComponentChildren
}

export function TicketProgress({ view, children }: Props) {
  const facts: [string, string | null][] = [
    [t('track_no'), view.ticket_no],
    [t('draft_category'), view.category],
    [t('draft_address'), view.address],
    [t('track_unit'), view.lead_unit],
  ]
  return (
    <article class="ticket">
      <h3>{view.title}</h3>
      <p class={`ticket-status ticket-${view.status}`}>{tData('step', view.status)}</p>
      {view.public_reply !== null && (
        <section class="staff">
          <p class="label">
            {[t('label_staff'), view.lead_unit].filter((part) => part !== null).join(' · ')}
          </p>
          <p>{view.public_reply}</p>
        </section>
      )}
      {view.reject_reason !== null && <p>{view.reject_reason}</p>}
      {children}
      <Timeline view={view} />
      <dl class="facts">
        {facts
          .filter(([, value]) => value !== null)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </article>
  )
}

function Timeline({ view }: { view: ResidentTicketView }) {
  const last = view.timeline.length - 1
  const due = dueInWords(view)
  return (
    <>
      <h4>{t('track_timeline')}</h4>
      <ol class="timeline">
        {view.timeline.map((step, at) => (
          <li
            key={`${step.at}${step.status}`}
            class={at === last ? 'step-now' : 'step-done'}
            aria-current={at === last ? 'step' : undefined}
          >
            <b>{stepText(step.status, view.lead_unit)}</b>
            <time dateTime={step.at}>{plainTime(step.at)}</time>
            {at === last && due !== null && <p>{due}</p>}
          </li>
        ))}
        {stepsToCome(view.status).map((status) => (
          <li key={status} class="step-next">
            <span class="visually-hidden">{t('step_next')} </span>
            {status === 'closed' ? t('step_rate') : tData('step', status)}
          </li>
        ))}
      </ol>
    </>
  )
}

function stepText(status: string, unit: string | null): string {
  return status === 'dispatched' && unit !== null
    ? t('step_dispatched_to', { unit })
    : tData('step', status)
}
