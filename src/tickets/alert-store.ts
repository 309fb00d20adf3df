import type { Sql } from '../db/client.ts'
import { scopeCondition, type TicketScope } from './store.ts'

export type AlertItem = {
  id: string
  ticket_no: string
  title: string
  urgency: string
  kind: string
  stage: string | null
  level: string
  on_call: boolean
  reason: string
  at: Date
  acknowledged_at: Date | null
}

export async function listScopedAlerts(
  sql: Sql,
  input: {
    scope: TicketScope
    levels: readonly string[]
    unitId: string | null
    staffId: string
    since: Date
    limit: number
  },
): Promise<AlertItem[]> {
  const levels = input.levels.length === 0 ? sql`false` : sql`a.level in ${sql([...input.levels])}`
  return sql<AlertItem[]>`
    select a.id, t.ticket_no, t.title, t.urgency, a.kind, a.stage, a.level, a.on_call, a.reason, a.created_at as at,
      a.acknowledged_at
    from ticket_alerts a join tickets t on t.id = a.ticket_id
    where a.created_at >= ${input.since} and t.closed_at is null
      and (${levels} or a.on_call or a.assignee_id = ${input.staffId} or a.unit = ${input.unitId})
      and ${scopeCondition(sql, input.scope)}
    order by a.created_at desc, a.id limit ${input.limit}`
}
