import postgres from 'postgres'

export type Database = postgres.Sql
export type Transaction = postgres.TransactionSql
/** Store functions take either, so a transaction and the pool are interchangeable. */
export type Sql = Database | Transaction

const SHARED = {
  onnotice: () => undefined,
  // Array columns are not used, so the type look-up at connect time is a wasted round trip.
  fetch_types: false,
  connect_timeout: 10,
  // In seconds. The driver's own grows to 20, so that a database back after a restart would still be missed for that long.
  backoff: (retries: number) => Math.min(0.05 * 2 ** retries, 1),
} satisfies postgres.Options<Record<string, postgres.PostgresType>>

export function connectServer(url: string, max: number): Database {
  return postgres(url, { ...SHARED, max })
}

/**
 * The embedded database is one session behind every socket. Named statements keep two sockets' queries apart
 * (the unnamed one would be shared), and a connection that never expires does not leave its statements behind.
 */
export function connectEmbedded(socketDirectory: string): Database {
  return postgres({
    ...SHARED,
    path: `${socketDirectory}/.s.PGSQL.5432`,
    host: 'localhost',
    username: 'postgres',
    password: 'postgres',
    database: 'postgres',
    ssl: false,
    max: 1,
    max_lifetime: null,
    prepare: true,
  })
}

export async function withTransaction<T>(
  sql: Sql,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  if ('savepoint' in sql) return sql.savepoint(work) as Promise<T>
  return sql.begin(work) as Promise<T>
}

/** Postgres unique violation on the named constraint (or any, when no name is given). */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return (
    error instanceof postgres.PostgresError &&
    error.code === '23505' &&
    (constraint === undefined || error.constraint_name === constraint)
  )
}
