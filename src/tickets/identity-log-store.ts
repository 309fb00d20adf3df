import type { Sql } from '../db/client.ts'

export type IdentityRead = {
  id: string
  ticketNo: string
  staffId: string
  purpose: string
  at: Date
}

export async function readIdentityLog(sql: Sql, limit: number): Promise<IdentityRead[]> {
  return sql<IdentityRead[]>`
    select r.id, t.ticket_no as "ticketNo", r.staff_id as "staffId", r.purpose, r.at
    from identity_reads r join tickets t on t.id = r.ticket_id order by r.at desc limit ${limit}`
}
