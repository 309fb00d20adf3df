import { z } from 'zod'
import { isUniqueViolation, withTransaction } from '../db/client.ts'
import { appendAudit } from '../operations/index.ts'
import type { Ports, ServiceContext } from '../ports.ts'
import { hasRole } from '../shared/actor.ts'
import { ConflictError, ForbiddenError, NotFoundError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { providerAuth } from './auth.ts'
import { endSessions } from './security-store.ts'
import { SSO_PROVIDER } from './sso-provider.ts'
import { findProfile, insertIdentity, removeIdentity } from './store.ts'

export const LinkIdentityInput = z.object({ subject: z.string().trim().min(1).max(255).nullable() })

/** What the sign-in page offers besides a password. */
export function signInOptions({ config }: Pick<Ports, 'config'>): { sso: { name: string } | null } {
  return { sso: config.OIDC_ISSUER === undefined ? null : { name: config.OIDC_NAME } }
}

/** Where the browser goes to sign in at the identity provider, and the cookie that ties the way back to it. */
export async function startSso(
  ctx: Pick<Ports, 'sql' | 'config' | 'vault' | 'runtime'>,
  request: Request,
): Promise<Response> {
  if (ctx.config.OIDC_ISSUER === undefined) throw new NotFoundError('page', 'sso')
  const auth = await providerAuth(ctx)
  const headers = new Headers(request.headers)
  headers.delete('Content-Length')
  headers.set('Content-Type', 'application/json')
  const body = JSON.stringify({
    provider: SSO_PROVIDER,
    callbackURL: '/console',
    errorCallbackURL: '/console?sso=failed',
    disableRedirect: true,
  })
  return auth.handler(
    new Request(new URL('/api/auth/sign-in/social', request.url), {
      method: 'POST',
      headers,
      body,
    }),
  )
}

/** Links the account to one identity of the provider, or takes the link away; the person is signed out either way. */
export async function linkIdentity(
  ctx: ServiceContext,
  userId: string,
  { subject }: z.output<typeof LinkIdentityInput>,
): Promise<void> {
  const { actor } = ctx
  if (!hasRole(actor, 'admin')) throw new ForbiddenError('only an administrator links accounts')
  const at = ctx.clock.now()
  try {
    await withTransaction(ctx.sql, async (tx) => {
      if ((await findProfile(tx, userId)) === undefined) throw new NotFoundError('person', userId)
      await removeIdentity(tx, { userId, provider: SSO_PROVIDER })
      if (subject !== null) {
        const row = { id: newId('acc'), userId, provider: SSO_PROVIDER, subject, at }
        await insertIdentity(tx, row)
      }
      await endSessions(tx, { userId, id: null })
      const action = subject === null ? 'staff.identity_unlinked' : 'staff.identity_linked'
      await appendAudit(tx, { at, actor, action, subject: userId })
    })
  } catch (error) {
    if (isUniqueViolation(error))
      throw new ConflictError('identity_taken', 'the identity is linked to somebody else')
    throw error
  }
}
