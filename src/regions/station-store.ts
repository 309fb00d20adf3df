import type { Sql } from '../db/client.ts'
import type { Point } from './coordinates.ts'
import type { StationRow } from './station.ts'

export type StoredStation = Omit<StationRow, 'verified_at'> & { verified_at: string }

export async function upsertStations(
  sql: Sql,
  rows: readonly StationRow[],
  at: Date,
): Promise<void> {
  await sql`
    insert into region_stations (id, name, type, address, division_code, lon, lat, open_hours, services, accessible,
      phone, source, source_crs, verified_at, example, imported_at)
    select row->>'id', row->>'name', row->>'type', row->>'address', row->>'division_code', (row->>'lon')::float8,
      (row->>'lat')::float8, nullif(row->'open_hours', 'null'::jsonb), row->'services', row->>'accessible',
      row->>'phone', row->>'source', row->>'source_crs', (row->>'verified_at')::date, (row->>'example')::boolean, ${at}
    from jsonb_array_elements(${sql.json(rows as never)}::jsonb) row
    on conflict (id) do update set name = excluded.name, type = excluded.type, address = excluded.address,
      division_code = excluded.division_code, lon = excluded.lon, lat = excluded.lat, open_hours = excluded.open_hours,
      services = excluded.services, accessible = excluded.accessible, phone = excluded.phone, source = excluded.source,
      source_crs = excluded.source_crs, verified_at = excluded.verified_at, example = excluded.example,
      imported_at = excluded.imported_at`
}

export async function selectStationPoints(sql: Sql): Promise<(Point & { id: string })[]> {
  return sql<(Point & { id: string })[]>`select id, lon, lat from region_stations`
}

/** With a point the nearest come first; without one, by area and name. Degrees of longitude shrink with latitude. */
export async function selectStations(
  sql: Sql,
  input: {
    near: Point | null
    area: string
    type: string | null
    service: string | null
    limit: number
  },
): Promise<StoredStation[]> {
  const { near } = input
  const order =
    near === null
      ? sql`division_code, name, id`
      : sql`((lon - ${near.lon}) * ${Math.cos((near.lat * Math.PI) / 180)}) ^ 2 + (lat - ${near.lat}) ^ 2, id`
  return sql<StoredStation[]>`
    select id, name, type, address, division_code, lon, lat, open_hours, services, accessible, phone, source, source_crs,
      to_char(verified_at, 'YYYY-MM-DD') as verified_at, example
    from region_stations
    where starts_with(division_code, ${input.area})
      and (${input.type}::text is null or type = ${input.type})
      and (${input.service}::text is null or services @> to_jsonb(${input.service}::text))
    order by ${order} limit ${input.limit}`
}
