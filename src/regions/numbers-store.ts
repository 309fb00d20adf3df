import type { Sql } from '../db/client.ts'

export type NumberCorrection = {
  number: string
  name: string
  hours: string | null
  note: string | null
  source: string
  verifiedAt: string | null
}

export async function listCorrectionRows(sql: Sql): Promise<NumberCorrection[]> {
  return sql<NumberCorrection[]>`
    select number, name, hours, note, source, to_char(verified_at, 'YYYY-MM-DD') as "verifiedAt"
    from number_corrections order by number`
}

export async function saveCorrection(
  sql: Sql,
  row: NumberCorrection & { at: Date; by: string },
): Promise<void> {
  const { number, name, hours, note, source, verifiedAt, at, by } = row
  await sql`insert into number_corrections
      (number, name, hours, note, source, verified_at, updated_at, updated_by)
    values (${number}, ${name}, ${hours}, ${note}, ${source}, ${verifiedAt}::date, ${at}, ${by})
    on conflict (number) do update set name = excluded.name, hours = excluded.hours, note = excluded.note,
      source = excluded.source, verified_at = excluded.verified_at, updated_at = excluded.updated_at,
      updated_by = excluded.updated_by`
}

export async function deleteCorrection(sql: Sql, number: string): Promise<boolean> {
  const rows = await sql`delete from number_corrections where number = ${number} returning number`
  return rows.length > 0
}
