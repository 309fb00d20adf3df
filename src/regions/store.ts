import type { Sql } from '../db/client.ts'
import type { GridRow, UnitLevel, UnitRow } from './read-tables.ts'

export type Unit = {
  id: string
  name: string
  level: UnitLevel
  kind: string
  division_code: string
  catch_all: boolean
}
export type Grid = { id: string; name: string; division_code: string }

/** One statement, so a table is in whole or not at all. */
export async function upsertGrids(sql: Sql, rows: readonly GridRow[], at: Date): Promise<void> {
  await sql`
    insert into region_grids (id, name, division_code, imported_at)
    select row->>'id', row->>'name', row->>'divisionCode', ${at}
    from jsonb_array_elements(${sql.json([...rows])}::jsonb) row
    on conflict (id) do update set name = excluded.name, division_code = excluded.division_code,
      imported_at = excluded.imported_at`
}

export async function upsertUnits(sql: Sql, rows: readonly UnitRow[], at: Date): Promise<void> {
  await sql`
    insert into region_units (id, name, level, kind, division_code, categories, catch_all, imported_at)
    select row->>'id', row->>'name', row->>'level', row->>'kind', row->>'divisionCode', row->'categories',
      (row->>'catchAll')::boolean, ${at}
    from jsonb_array_elements(${sql.json([...rows])}::jsonb) row
    on conflict (id) do update set name = excluded.name, level = excluded.level, kind = excluded.kind,
      division_code = excluded.division_code, categories = excluded.categories, catch_all = excluded.catch_all,
      imported_at = excluded.imported_at`
}

export async function selectGrids(sql: Sql, area: string): Promise<Grid[]> {
  return sql<Grid[]>`
    select id, name, division_code from region_grids
    where starts_with(division_code, ${area}) order by id limit 2000`
}

export async function selectUnits(sql: Sql, area: string): Promise<Unit[]> {
  return sql<Unit[]>`
    select id, name, level, kind, division_code, catch_all from region_units
    where starts_with(division_code, ${area}) order by division_code, id limit 2000`
}

/**
 * Units whose area holds the division. The nearest rule wins: the longest category prefix, then the kind the catalogue
 * asks for, then the smallest area; a catch-all comes last.
 */
export async function selectUnitFor(
  sql: Sql,
  input: { division: string; category: string; kind: string },
): Promise<Unit | undefined> {
  const rows = await sql<Unit[]>`
    select u.id, u.name, u.level, u.kind, u.division_code, u.catch_all
    from region_units u
    left join lateral (
      select max(length(prefix)) as size from jsonb_array_elements_text(u.categories) prefix
      where starts_with(${input.category}, prefix)
    ) named on true
    where starts_with(${input.division}, u.division_code)
      and (named.size is not null or u.kind = ${input.kind} or u.catch_all)
    order by u.catch_all, named.size desc nulls last, u.kind = ${input.kind} desc, length(u.division_code) desc, u.id
    limit 1`
  return rows[0]
}
