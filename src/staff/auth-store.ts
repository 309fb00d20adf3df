import { createAdapterFactory } from 'better-auth/adapters'
import type { Database } from '../db/client.ts'

type Where = {
  field: string
  value: unknown
  operator?: string | undefined
  connector?: string | undefined
}

function condition(sql: Database, { field, value, operator = 'eq' }: Where) {
  const column = sql(field)
  const given = value as never
  switch (operator) {
    case 'in':
      return Array.isArray(value) && value.length === 0
        ? sql`false`
        : sql`${column} in ${sql(given)}`
    case 'ne':
      return value === null ? sql`${column} is not null` : sql`${column} <> ${given}`
    case 'lt':
      return sql`${column} < ${given}`
    case 'lte':
      return sql`${column} <= ${given}`
    case 'gt':
      return sql`${column} > ${given}`
    case 'gte':
      return sql`${column} >= ${given}`
    case 'contains':
      return sql`position(${given} in ${column}) > 0`
    case 'eq':
      return value === null ? sql`${column} is null` : sql`${column} = ${given}`
    default:
      throw new Error(`sign-in store: operator ${operator} is not supported`)
  }
}

function filterBy(sql: Database, where: readonly Where[] | undefined) {
  const [first, ...rest] = where ?? []
  if (first === undefined) return sql`true`
  return rest.reduce(
    (left, item) =>
      item.connector === 'OR'
        ? sql`(${left} or ${condition(sql, item)})`
        : sql`(${left} and ${condition(sql, item)})`,
    condition(sql, first),
  )
}

/** The sign-in library's rows through our own driver, so that nothing else talks to the database. */
export function authAdapter(sql: Database) {
  const filter = (where: readonly Where[] | undefined) => filterBy(sql, where)
  return createAdapterFactory({
    config: {
      adapterId: 'postgres-js',
      adapterName: 'postgres.js',
      supportsJSON: false,
      supportsDates: true,
      supportsBooleans: true,
      supportsNumericIds: false,
    },
    adapter: () => ({
      async create({ model, data }) {
        const [row] = await sql`insert into ${sql(model)} ${sql(data as never)} returning *`
        return row as never
      },
      async findOne({ model, where }) {
        const [row] = await sql`select * from ${sql(model)} where ${filter(where)} limit 1`
        return (row ?? null) as never
      },
      async findMany({ model, where, limit, sortBy, offset }) {
        const order =
          sortBy === undefined
            ? sql``
            : sql`order by ${sql(sortBy.field)} ${sortBy.direction === 'desc' ? sql`desc` : sql`asc`}`
        const rows = await sql`select * from ${sql(model)} where ${filter(where)} ${order}
          limit ${limit ?? 100} offset ${offset ?? 0}`
        return [...rows] as never
      },
      async update({ model, where, update }) {
        const [row] =
          await sql`update ${sql(model)} set ${sql(update as never)} where ${filter(where)} returning *`
        return (row ?? null) as never
      },
      async updateMany({ model, where, update }) {
        const rows =
          await sql`update ${sql(model)} set ${sql(update as never)} where ${filter(where)} returning id`
        return rows.length
      },
      async delete({ model, where }) {
        await sql`delete from ${sql(model)} where ${filter(where)}`
      },
      async deleteMany({ model, where }) {
        const rows = await sql`delete from ${sql(model)} where ${filter(where)} returning id`
        return rows.length
      },
      async count({ model, where }) {
        const [row] = await sql<{ count: number }[]>`
          select count(*)::int as count from ${sql(model)} where ${filter(where)}`
        return row?.count ?? 0
      },
    }),
  })
}
