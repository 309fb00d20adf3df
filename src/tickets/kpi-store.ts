import type { Sql } from '../db/client.ts'
import type { KpiFacts } from './kpi.ts'
import { scopeCondition, type TicketScope } from './store.ts'

/** Tickets whose due date lies in the period, as far as this person may see. */
export async function listKpiFacts(
  sql: Sql,
  input: { scope: TicketScope; from: Date; to: Date },
): Promise<KpiFacts[]> {
  return sql<KpiFacts[]>`
    with mine as (
      select t.* from tickets t
      where t.resolve_due_at >= ${input.from} and t.resolve_due_at < ${input.to}
        and ${scopeCondition(sql, input.scope)}
    ), dispatches as (
      select ticket_id, count(*)::int as dispatches,
        count(*) filter (where unit is distinct from earlier and earlier is not null)::int as moves
      from (
        select h.ticket_id, h.diff->>'lead_unit' as unit,
          lag(h.diff->>'lead_unit') over (partition by h.ticket_id order by h.seq) as earlier
        from ticket_history h join mine on mine.id = h.ticket_id where h.to_status = 'dispatched'
      ) steps group by ticket_id
    ), calls as (
      select distinct h.ticket_id from ticket_history h join mine on mine.id = h.ticket_id
      where h.from_status = 'resolved' and h.actor_role = 'call_back'
    ), reviews as (
      select r.ticket_id, count(*)::int as reviewed, count(*) filter (where not r.changed)::int as unchanged
      from ticket_reviews r join mine on mine.id = r.ticket_id group by r.ticket_id
    )
    select mine.ticket_no as "ticketNo", mine.channel, mine.status, mine.anonymous, mine.contact_pref as "contactPref",
      mine.contacted_at as "contactedAt", mine.contact_due_at as "contactDueAt", mine.signed_at as "signedAt",
      mine.sign_due_at as "signDueAt", mine.resolved_at as "resolvedAt", mine.resolve_due_at as "resolveDueAt",
      mine.closed_at as "closedAt", mine.extended_at is not null as extended, mine.parent_id is not null as merged,
      mine.resident_verdict as verdict, mine.satisfaction, mine.reopen_count as "reopenCount",
      coalesce(d.dispatches, 0) as dispatches, coalesce(d.moves, 0) as moves,
      c.ticket_id is not null as "calledBack", coalesce(r.reviewed, 0) as reviewed,
      coalesce(r.unchanged, 0) as unchanged
    from mine left join dispatches d on d.ticket_id = mine.id left join calls c on c.ticket_id = mine.id
      left join reviews r on r.ticket_id = mine.id
    order by mine.ticket_no`
}
