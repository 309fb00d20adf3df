import type { Sql } from '../db/client.ts'

export async function findLock(sql: Sql, digest: string, at: Date): Promise<Date | undefined> {
  const [row] = await sql<{ until: Date }[]>`
    select locked_until as until from staff_sign_in_failures
    where username_digest = ${digest} and locked_until > ${at}`
  return row?.until
}

/** One statement, so that failures at the same moment each count. Failures older than the window are forgotten. */
export async function countFailure(
  sql: Sql,
  row: { digest: string; at: Date; windowStart: Date; most: number; until: Date },
): Promise<void> {
  await sql`
    insert into staff_sign_in_failures as known (username_digest, failures, last_at)
    values (${row.digest}, 1, ${row.at})
    on conflict (username_digest) do update set
      failures = case when known.last_at < ${row.windowStart} then 1 else known.failures + 1 end,
      last_at = ${row.at},
      locked_until = case
        when known.last_at >= ${row.windowStart} and known.failures + 1 >= ${row.most} then ${row.until}::timestamptz
        else null end`
}

export async function forgetFailures(sql: Sql, digest: string): Promise<void> {
  await sql`delete from staff_sign_in_failures where username_digest = ${digest}`
}

export type StaffSession = {
  id: string
  createdAt: Date
  lastUsedAt: Date
  expiresAt: Date
  ip: string | null
  device: string | null
}

export async function readSessions(sql: Sql, userId: string, at: Date): Promise<StaffSession[]> {
  return sql<StaffSession[]>`
    select id, "createdAt", "updatedAt" as "lastUsedAt", "expiresAt", "ipAddress" as ip, "userAgent" as device
    from staff_session where "userId" = ${userId} and "expiresAt" > ${at} order by "updatedAt" desc limit 100`
}

export async function endSessions(
  sql: Sql,
  row: { userId: string; id: string | null },
): Promise<number> {
  const rows = await sql`delete from staff_session
    where "userId" = ${row.userId} and (${row.id}::text is null or id = ${row.id}) returning id`
  return rows.length
}

export async function endOtherSessions(
  sql: Sql,
  row: { userId: string; kept: string },
): Promise<void> {
  await sql`delete from staff_session where "userId" = ${row.userId} and id <> ${row.kept}`
}

export async function findPasswordHash(sql: Sql, userId: string): Promise<string | undefined> {
  const [row] = await sql<{ password: string }[]>`
    select password from staff_account where "userId" = ${userId} and "providerId" = 'credential'`
  return row?.password
}

export async function replacePassword(
  sql: Sql,
  row: { userId: string; hash: string; at: Date },
): Promise<void> {
  await sql`update staff_account set password = ${row.hash}, "updatedAt" = ${row.at}
    where "userId" = ${row.userId} and "providerId" = 'credential'`
}

export async function removeSecondFactor(sql: Sql, userId: string): Promise<void> {
  await sql`delete from staff_two_factor where "userId" = ${userId}`
  await sql`update staff_user set "twoFactorEnabled" = false where id = ${userId}`
}

export type ProfileChange = {
  userId: string
  roles: readonly string[]
  areaPrefixes: readonly string[]
  gridIds: readonly string[]
  unitId: string | null
  unitName: string | null
  active: boolean
}

export async function updateProfile(sql: Sql, row: ProfileChange): Promise<boolean> {
  const rows = await sql`update staff_profiles set roles = ${sql.json([...row.roles])},
      area_prefixes = ${sql.json([...row.areaPrefixes])}, grid_ids = ${sql.json([...row.gridIds])},
      unit_id = ${row.unitId}, unit_name = ${row.unitName}, active = ${row.active}
    where user_id = ${row.userId} returning user_id`
  return rows.length === 1
}

/** Held while roles change, so that two administrators cannot remove each other at the same moment. */
export async function lockAdmins(sql: Sql): Promise<string[]> {
  const rows = await sql<{ userId: string }[]>`
    select user_id as "userId" from staff_profiles where active and roles ? 'admin' for update`
  return rows.map(({ userId }) => userId)
}
