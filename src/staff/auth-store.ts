import { createAdapterFactory } from 'better-auth/adapters'
import type { Database } from '../db/client.ts'
import { hashToken } from '../shared/ids.ts'

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

const SESSIONS = 'staff_session'

/** A stolen copy of the table must open no session: tokens lie there as digests, like every other secret. */
async function sealToken<T>(model: string, data: T): Promise<T> {
  const token = (data as { token?: unknown }).token
  if (model !== SESSIONS || typeof token !== 'string') return data
  return { ...data, token: await hashToken(token) }
}

async function sealWhere<T extends Where>(
  model: string,
  where: readonly T[] | undefined,
): Promise<readonly T[] | undefined> {
  if (model !== SESSIONS || where === undefined) return where
  return Promise.all(
    where.map(async (item) =>
      item.field === 'token' && typeof item.value === 'string'
        ? { ...item, value: await hashToken(item.value) }
        : item,
    ),
  )
}

/** The token a caller already holds, back in the row it found with it. */
function withToken(row: object | undefined, where: readonly Where[] | undefined) {
  const held = where?.find(({ field }) => field === 'token')?.value
  return row === undefined || held === undefined ? (row ?? null) : { ...row, token: held }
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
        const sealed = await sealToken(model, data)
        const [row] = await sql`insert into ${sql(model)} ${sql(sealed as never)} returning *`
        return { ...row, ...('token' in data ? { token: data['token'] } : {}) } as never
      },
      async findOne({ model, where }) {
        const sealed = await sealWhere(model, where)
        const [row] = await sql`select * from ${sql(model)} where ${filter(sealed)} limit 1`
        return withToken(row, model === SESSIONS ? where : undefined) as never
      },
      async findMany({ model, where, limit, sortBy, offset }) {
        const order =
          sortBy === undefined
            ? sql``
            : sql`order by ${sql(sortBy.field)} ${sortBy.direction === 'desc' ? sql`desc` : sql`asc`}`
        const sealed = await sealWhere(model, where)
        const rows = await sql`select * from ${sql(model)} where ${filter(sealed)} ${order}
          limit ${limit ?? 100} offset ${offset ?? 0}`
        return [...rows] as never
      },
      async update({ model, where, update }) {
        const sealed = await sealWhere(model, where)
        const [row] =
          await sql`update ${sql(model)} set ${sql(update as never)} where ${filter(sealed)} returning *`
        return withToken(row, model === SESSIONS ? where : undefined) as never
      },
      async updateMany({ model, where, update }) {
        const sealed = await sealWhere(model, where)
        const rows =
          await sql`update ${sql(model)} set ${sql(update as never)} where ${filter(sealed)} returning id`
        return rows.length
      },
      async delete({ model, where }) {
        await sql`delete from ${sql(model)} where ${filter(await sealWhere(model, where))}`
      },
      async deleteMany({ model, where }) {
        const sealed = await sealWhere(model, where)
        const rows = await sql`delete from ${sql(model)} where ${filter(sealed)} returning id`
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
