import type { Ports } from '../ports.ts'

export type Found = { table: string; marker: string; sealed: boolean }

const SEALED = /v1\.[\w-]+\.[\w-]+/g

/** Bytes in a row read like this: a photo's, a recording's. */
const hexOf = (text: string): string => Buffer.from(text).toString('hex')

/** Every row of every table as text, bytes and sealed values included: where any of the markers still stands. */
export async function findInDatabase(
  ctx: Pick<Ports, 'sql' | 'vault'>,
  markers: readonly string[],
): Promise<Found[]> {
  const tables = await ctx.sql<
    { name: string }[]
  >`select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by table_name`
  const found: Found[] = []
  for (const { name } of tables) {
    const rows = await ctx.sql<
      { text: string }[]
    >`select to_jsonb(t)::text as text from ${ctx.sql(name)} t`
    for (const { text } of rows) {
      const opened = await openAll(ctx, text)
      for (const marker of markers) {
        if (text.includes(marker) || text.includes(hexOf(marker)))
          found.push({ table: name, marker, sealed: false })
        if (opened.includes(marker)) found.push({ table: name, marker, sealed: true })
      }
    }
  }
  return found
}

async function openAll(ctx: Pick<Ports, 'vault'>, text: string): Promise<string> {
  const sealed = (text.match(SEALED) ?? []).filter((value) =>
    value.startsWith(`v1.${ctx.vault.keyId}.`),
  )
  return (await Promise.all(sealed.map((value) => ctx.vault.decrypt(value)))).join('\n')
}
