import type { Ports } from '../ports.ts'
import { insertSignInSecret, readSignInSecret } from './store.ts'

/**
 * Sessions and second factors hang on it. The first start takes what was derived from SECRET_KEY until then, later ones what was sealed:
 * a rotation changes the seal and leaves the secret. Of two processes that start at once the second takes the first one's.
 */
export async function signInSecret(ctx: Pick<Ports, 'sql' | 'vault'>): Promise<string> {
  const known = await readSignInSecret(ctx.sql)
  if (known !== undefined) return ctx.vault.decrypt(known)
  const sealed = await ctx.vault.encrypt(await ctx.vault.digest('staff sign-in'))
  await insertSignInSecret(ctx.sql, sealed)
  const stored = await readSignInSecret(ctx.sql)
  if (stored === undefined) throw new Error('the sign-in secret was not stored')
  return ctx.vault.decrypt(stored)
}
