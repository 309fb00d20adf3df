import type { Sql } from '../db/client.ts'
import type { StaffRole } from '../shared/actor.ts'
import { SSO_PROVIDER } from './sso-provider.ts'

export type StaffProfile = {
  userId: string
  name: string
  username: string
  roles: StaffRole[]
  areaPrefixes: string[]
  gridIds: string[]
  unitId: string | null
  unitName: string | null
  active: boolean
  secondFactor: boolean
  /** One of the roles asks for a second factor, and there is none. */
  secondFactorDue: boolean
  /** Who this is at the city's identity provider. */
  identity: string | null
}

function profileColumns(sql: Sql) {
  return sql`p.user_id as "userId", u.name, u.username, p.roles, p.area_prefixes as "areaPrefixes",
    p.grid_ids as "gridIds", p.unit_id as "unitId", p.unit_name as "unitName", p.active,
    u."twoFactorEnabled" as "secondFactor",
    not u."twoFactorEnabled" and exists (
      select 1 from staff_second_factor_roles r where p.roles ? r.role) as "secondFactorDue",
    (select a."accountId" from staff_account a
      where a."userId" = u.id and a."providerId" = ${SSO_PROVIDER}) as identity`
}

export async function findProfile(sql: Sql, userId: string): Promise<StaffProfile | undefined> {
  const [row] = await sql<
    StaffProfile[]
  >`select ${profileColumns(sql)} from staff_profiles p join staff_user u on u.id = p.user_id where p.user_id = ${userId}`
  return row
}

export async function listProfiles(sql: Sql): Promise<StaffProfile[]> {
  return sql<
    StaffProfile[]
  >`select ${profileColumns(sql)} from staff_profiles p join staff_user u on u.id = p.user_id order by u.name limit 500`
}

export async function listNames(
  sql: Sql,
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> {
  return sql<{ id: string; name: string }[]>`select id, name from staff_user
    where id in (select jsonb_array_elements_text(${sql.json([...ids])}::jsonb))`
}

export async function countStaff(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from staff_profiles`
  return row?.count ?? 0
}

export type NewProfile = {
  userId: string
  roles: readonly StaffRole[]
  areaPrefixes: readonly string[]
  unitId: string | null
  unitName: string | null
  at: Date
  by: string
}

export async function insertProfile(sql: Sql, row: NewProfile): Promise<void> {
  await sql`insert into staff_profiles (user_id, roles, area_prefixes, unit_id, unit_name, created_at, created_by)
    values (${row.userId}, ${sql.json([...row.roles])}, ${sql.json([...row.areaPrefixes])}, ${row.unitId},
      ${row.unitName}, ${row.at}, ${row.by})`
}

export async function insertUser(
  sql: Sql,
  row: { id: string; name: string; username: string; at: Date },
): Promise<void> {
  // The library wants an address for every user; this one can never be delivered to.
  await sql`insert into staff_user (id, name, email, username, "displayUsername", "createdAt", "updatedAt")
    values (${row.id}, ${row.name}, ${`${row.username}@staff.invalid`}, ${row.username}, ${row.username}, ${row.at}, ${row.at})`
}

export async function insertPassword(
  sql: Sql,
  row: { id: string; userId: string; hash: string; at: Date },
): Promise<void> {
  await sql`insert into staff_account (id, "userId", "accountId", "providerId", password, "createdAt", "updatedAt")
    values (${row.id}, ${row.userId}, ${row.userId}, 'credential', ${row.hash}, ${row.at}, ${row.at})`
}

export type LinkKind = 'first_admin' | 'invite' | 'reset'

export async function replaceLink(
  sql: Sql,
  row: {
    id: string
    kind: LinkKind
    tokenHash: string
    profile: unknown
    expiresAt: Date
    at: Date
  },
): Promise<void> {
  if (row.kind === 'first_admin')
    await sql`delete from staff_links where kind = 'first_admin' and used_at is null`
  await sql`insert into staff_links (id, kind, token_hash, profile, expires_at, created_at)
    values (${row.id}, ${row.kind}, ${row.tokenHash}, ${sql.json(row.profile as never)}, ${row.expiresAt}, ${row.at})`
}

/** Marks the link used in the same statement that finds it: two people with one link make one account. */
export async function useLink(
  sql: Sql,
  row: { tokenHash: string; at: Date },
): Promise<{ kind: LinkKind; profile: unknown } | undefined> {
  const [found] = await sql<
    { kind: LinkKind; profile: unknown }[]
  >`update staff_links set used_at = ${row.at}
    where token_hash = ${row.tokenHash} and used_at is null and expires_at > ${row.at} returning kind, profile`
  return found
}

export async function readSignInSecret(sql: Sql): Promise<string | undefined> {
  const [row] = await sql<{ sealed: string }[]>`
    select secret_sealed as sealed from sign_in_secret where id = 'current'`
  return row?.sealed
}

export async function insertSignInSecret(sql: Sql, sealed: string): Promise<void> {
  await sql`insert into sign_in_secret (id, secret_sealed) values ('current', ${sealed})
    on conflict (id) do nothing`
}

export async function insertIdentity(
  sql: Sql,
  row: { id: string; userId: string; provider: string; subject: string; at: Date },
): Promise<void> {
  await sql`insert into staff_account (id, "userId", "accountId", "providerId", "createdAt", "updatedAt")
    values (${row.id}, ${row.userId}, ${row.subject}, ${row.provider}, ${row.at}, ${row.at})`
}

export async function removeIdentity(
  sql: Sql,
  row: { userId: string; provider: string },
): Promise<void> {
  await sql`delete from staff_account
    where "userId" = ${row.userId} and "providerId" = ${row.provider}`
}

export async function readSecondFactorRoles(sql: Sql): Promise<StaffRole[]> {
  const rows = await sql<{ role: StaffRole }[]>`
    select role from staff_second_factor_roles order by role`
  return rows.map(({ role }) => role)
}

export async function replaceSecondFactorRoles(
  sql: Sql,
  row: { roles: readonly StaffRole[]; at: Date; by: string },
): Promise<void> {
  const roles = sql.json([...row.roles])
  await sql`delete from staff_second_factor_roles where not ${roles}::jsonb ? role`
  await sql`insert into staff_second_factor_roles (role, since, by_actor)
    select role, ${row.at}, ${row.by} from jsonb_array_elements_text(${roles}::jsonb) role
    on conflict (role) do nothing`
}
