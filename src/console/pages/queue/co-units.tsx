import { useQuery } from '@tanstack/react-query'
import { Mark } from '../../shared/mark.tsx'
import { queueApi, type TicketDetail } from './api.ts'
import { t } from './texts.ts'

/** 三方联动: residents' committee, owners' committee and property company at one table. */
const PARTIES = [/居委会|居民委员会|社区/u, /业委会|业主委员会/u, /物业/u] as const

export function isThreeParty(names: readonly string[]): boolean {
  return PARTIES.every((party) => names.some((name) => party.test(name)))
}

/** Who works on it together; shown when there is anybody beside the one who leads. */
export function CoUnits({ ticket }: { ticket: TicketDetail }) {
  const units = useQuery({
    queryKey: ['units'],
    queryFn: queueApi.units,
    staleTime: 60_000,
    enabled: ticket.co_units.length > 0,
  })
  if (ticket.co_units.length === 0) return null
  const nameOf = (id: string): string =>
    units.data?.units.find((unit) => unit.id === id)?.name ?? id
  const others = ticket.co_units.map(nameOf)
  return (
    <section className="co-units" aria-label={t('co_units_title')}>
      <h2>
        {t('co_units_title')}{' '}
        {isThreeParty([ticket.lead_unit ?? '', ...others]) && (
          <Mark tone="info">{t('three_party')}</Mark>
        )}
      </h2>
      <ul className="plain">
        <li>
          <b>{ticket.lead_unit ?? t('no_lead')}</b> <span className="hint">{t('leads')}</span>
        </li>
        {others.map((name) => (
          <li key={name}>
            {name} <span className="hint">{t('supports')}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
