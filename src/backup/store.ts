import type { Sql, Transaction } from '../db/client.ts'
import type { Table } from './archive.ts'

/** Postgres pages read at a time: half a megabyte of rows, in one bounded query without a cursor. */
const PAGES = 64
/** What a restore builds anew: the graphs behind it are not in the archive. */
export const REBUILT = 'search_horizon'

export async function listTables(sql: Sql): Promise<Table[]> {
  const rows = await sql<{ table: string; column: string }[]>`
    select c.relname as "table", a.attname as "column"
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
      and a.attgenerated = '' and c.relname <> 'schema_migrations'
    order by c.relname, a.attnum`
  const tables = new Map<string, string[]>()
  for (const { table, column } of rows) {
    tables.set(table, [...(tables.get(table) ?? []), column])
  }
  return [...tables].map(([table, columns]) => ({ table, columns }))
}

export async function listMigrations(sql: Sql): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`select name from schema_migrations order by name`
  return rows.map(({ name }) => name)
}

/** Every row as one line: a JSON array of the columns as Postgres writes them. */
export async function* readRows(sql: Sql, { table, columns }: Table): AsyncGenerator<string> {
  const [size] = await sql<{ pages: number }[]>`
    select (pg_relation_size(${table}::regclass) / current_setting('block_size')::integer)::integer as pages`
  const values = columns.map((column, at) => sql`${at === 0 ? sql`` : sql`,`} ${sql(column)}::text`)
  for (let page = 0; page < (size?.pages ?? 0); page += PAGES) {
    const rows = await sql<{ line: string }[]>`
      select to_json(array[${values}])::text as line from ${sql(table)}
      where ctid >= ${`(${page},0)`}::tid and ctid < ${`(${page + PAGES},0)`}::tid`
    for (const { line } of rows) yield line
  }
}

export async function hasContent(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ found: boolean }[]>`
    select exists (select 1 from conversations) or exists (select 1 from tickets)
      or exists (select 1 from staff_profiles) as found`
  return row?.found ?? false
}

export async function countRows(sql: Sql, table: string): Promise<number> {
  const [row] = await sql<{ rows: number }[]>`select count(*)::integer as rows from ${sql(table)}`
  return row?.rows ?? 0
}

/** Every table and function of ours, and nothing of an extension: its types may belong to somebody else. */
export async function dropEverything(tx: Transaction): Promise<void> {
  await tx`
    do $$
    declare
      thing record;
    begin
      for thing in select c.oid::regclass as name from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
          and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
      loop
        execute format('drop table if exists %s cascade', thing.name);
      end loop;
      for thing in select p.oid::regprocedure as name from pg_proc p
        where p.pronamespace = 'public'::regnamespace
          and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')
      loop
        execute format('drop routine if exists %s cascade', thing.name);
      end loop;
    end $$`.simple()
}

export type ForeignKey = { table: string; name: string; definition: string }

/** Rows refer to one another in every direction: the keys go while they are loaded, and check everything at the end. */
export async function dropForeignKeys(tx: Transaction): Promise<ForeignKey[]> {
  const keys = await tx<ForeignKey[]>`
    select r.conrelid::regclass::text as "table", r.conname as name, pg_get_constraintdef(r.oid) as definition
    from pg_constraint r where r.contype = 'f' and r.connamespace = 'public'::regnamespace`
  for (const { table, name } of keys) {
    await tx`alter table ${tx(table)} drop constraint ${tx(name)}`
  }
  return [...keys]
}

export async function addForeignKeys(tx: Transaction, keys: readonly ForeignKey[]): Promise<void> {
  for (const { table, name, definition } of keys) {
    // The definition is Postgres's own text of a key of ours.
    await tx`alter table ${tx(table)} add constraint ${tx(name)} ${tx.unsafe(definition)}`
  }
}

/** Triggers would count, refuse or announce what only returns to where it was. */
export async function emptyTable(tx: Transaction, table: string): Promise<void> {
  await tx`alter table ${tx(table)} disable trigger user`
  await tx`delete from ${tx(table)}`
}

export async function insertRows(
  tx: Transaction,
  { table, columns }: Table,
  lines: readonly string[],
): Promise<void> {
  const types = await tx<{ name: string; type: string }[]>`
    select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0`
  const typeOf = new Map(types.map(({ name, type }) => [name, type]))
  const values = columns.map((column, at) => {
    const type = typeOf.get(column)
    if (type === undefined) throw new RangeError(`${table} has no column ${column}`)
    return tx`${at === 0 ? tx`` : tx`,`} (line ->> ${at}::integer)::${tx.unsafe(type)}`
  })
  await tx`
    insert into ${tx(table)} (${tx([...columns])}) overriding system value
    select ${values} from jsonb_array_elements(${`[${lines.join(',')}]`}::text::jsonb) line`
}

/** Numbers go on after the highest one that came back. */
export async function finishTable(tx: Transaction, table: string): Promise<void> {
  const identities = await tx<{ column: string; sequence: string }[]>`
    select attname as "column", pg_get_serial_sequence(${table}, attname) as sequence from pg_attribute
    where attrelid = ${table}::regclass and attidentity <> ''`
  for (const { column, sequence } of identities) {
    await tx`select setval(${sequence}::regclass, coalesce(max(${tx(column)}), 0) + 1, false) from ${tx(table)}`
  }
  await tx`alter table ${tx(table)} enable trigger user`
}

/** The graphs are not in the archive: nothing counts as indexed until they are built again. */
export async function forgetIndexes(tx: Transaction): Promise<void> {
  await tx`update search_horizon set last_chunk_id = 0`
}

export async function buildModelIndexes(sql: Sql): Promise<void> {
  await sql`select build_embedding_index(id) from embedding_models where complete_at is not null`
}

/** Last link of every ticket's chain: equal on both sides when every chain is. */
export async function readChainHeads(sql: Sql): Promise<string[]> {
  const rows = await sql<{ head: string }[]>`
    select distinct on (ticket_id) ticket_id || ':' || seq || ':' || hash as head
    from ticket_history order by ticket_id, seq desc`
  return rows.map(({ head }) => head)
}
