import { withTransaction } from '../db/client.ts'
import { appendAudit } from '../operations/index.ts'
import type { Ports } from '../ports.ts'
import { LimitError, NotFoundError } from '../shared/errors.ts'
import { providerAuth, staffAuth } from './auth.ts'
import { requirePerson } from './session.ts'
import { countFailure, findLock, forgetFailures } from './security-store.ts'

const MOST_FAILURES = 5
const WINDOW_MS = 15 * 60_000
const LOCK_MS = 15 * 60_000
const BASE = '/api/auth'
const SIGN_IN = '/sign-in/username'
const SSO_RETURN = '/callback/city'

/**
 * What of the library is open to callers. The rest is not: its sign-in by e-mail would go around the lock on the name, its
 * look-up of names would tell which accounts exist, its profile change would leave no trace.
 */
const OPEN = new Set([
  SIGN_IN,
  '/sign-out',
  '/get-session',
  '/two-factor/enable',
  '/two-factor/disable',
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
  '/two-factor/generate-backup-codes',
])

/** What the library does to somebody's own second factor, and how the audit log calls it. */
const RECORDED = [
  ['/two-factor/enable', 'staff.second_factor_set_up'],
  ['/two-factor/disable', 'staff.second_factor_off'],
  ['/two-factor/generate-backup-codes', 'staff.backup_codes_made'],
] as const

type AuthContext = Pick<Ports, 'sql' | 'clock' | 'config' | 'vault' | 'runtime'>

async function typedName(request: Request): Promise<string> {
  const body: unknown = await request
    .clone()
    .json()
    .catch(() => null)
  const name = body !== null && typeof body === 'object' && 'username' in body ? body.username : ''
  return typeof name === 'string' ? name.trim().toLowerCase().slice(0, 100) : ''
}

/** What failures are counted under; the name itself is not kept. */
export function nameDigest(ctx: Pick<Ports, 'vault'>, username: string): Promise<string> {
  return ctx.vault.digest(`sign-in name ${username}`)
}

/**
 * The sign-in library behind a lock: after five wrong passwords for one name within a quarter of an hour the name is shut
 * for another quarter, right password or not, known name or not. Throws LimitError.
 */
export async function handleSignIn(ctx: AuthContext, request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.slice(BASE.length)
  if (path === SSO_RETURN && ctx.config.OIDC_ISSUER !== undefined)
    return (await providerAuth(ctx)).handler(request)
  if (!OPEN.has(path)) throw new NotFoundError('page', path)
  const auth = await staffAuth(ctx)
  const recorded = RECORDED.find(([known]) => known === path)
  if (recorded !== undefined) return recordChange(ctx, request, recorded[1])
  if (request.method !== 'POST' || path !== SIGN_IN) return auth.handler(request)
  const digest = await nameDigest(ctx, await typedName(request))
  const at = ctx.clock.now()
  const until = await findLock(ctx.sql, digest, at)
  if (until !== undefined) {
    const seconds = Math.max(1, Math.ceil((until.getTime() - at.getTime()) / 1000))
    throw new LimitError('sign-in is locked', seconds, 'sign_in_locked')
  }
  const response = await auth.handler(request)
  if (response.status === 401 || response.status === 422) {
    const windowStart = new Date(at.getTime() - WINDOW_MS)
    const lock = { most: MOST_FAILURES, until: new Date(at.getTime() + LOCK_MS) }
    await countFailure(ctx.sql, { digest, at, windowStart, ...lock })
  } else if (response.ok) await forgetFailures(ctx.sql, digest)
  return response
}

/** After the fact: the library does its own writing, and says only then whether it did. */
async function recordChange(
  ctx: AuthContext,
  request: Request,
  action: (typeof RECORDED)[number][1],
): Promise<Response> {
  const { actor } = await requirePerson(ctx, request.headers)
  const response = await (await staffAuth(ctx)).handler(request)
  if (response.ok) {
    const at = ctx.clock.now()
    await withTransaction(ctx.sql, (tx) =>
      appendAudit(tx, { at, actor, action, subject: actor.id }),
    )
  }
  return response
}
