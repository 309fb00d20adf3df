import type { GenericOAuthConfig } from 'better-auth/plugins'
import { z } from 'zod'
import type { Config } from '../config.ts'
import { fromBase64Url } from '../shared/vault.ts'

/** How rows and addresses call the city's identity provider. */
export const SSO_PROVIDER = 'city'
export const SSO_CALLBACK = '/callback/:id'
export const SIGNED_IN_BY_SSO = 'sso'

const Claims = z.looseObject({ sub: z.string().min(1), name: z.string().catch('') })

/** The middle part of a token whose signature, audience, lifetime and nonce the library has checked. */
function readClaims(idToken: string): (z.infer<typeof Claims> & { emailVerified: false }) | null {
  const [, payload] = idToken.split('.')
  const parsed = Claims.safeParse(
    JSON.parse(new TextDecoder().decode(fromBase64Url(payload ?? ''))),
  )
  return parsed.success ? { ...parsed.data, emailVerified: false } : null
}

/**
 * Authorization code with PKCE; the identity is read from the verified ID token alone. Nobody gets an account by it: an
 * identity that no administrator has linked is turned away.
 */
export function providerOf(config: Config): GenericOAuthConfig {
  const issuer = (config.OIDC_ISSUER ?? '').replace(/\/$/, '')
  return {
    providerId: SSO_PROVIDER,
    name: config.OIDC_NAME,
    discoveryUrl: `${issuer}/.well-known/openid-configuration`,
    requireIdTokenVerification: true,
    clientId: config.OIDC_CLIENT_ID ?? '',
    ...(config.OIDC_CLIENT_SECRET === undefined
      ? { tokenEndpointAuth: { method: 'none' } }
      : { clientSecret: config.OIDC_CLIENT_SECRET }),
    scopes: ['openid', 'profile'],
    pkce: true,
    disableSignUp: true,
    disableImplicitSignUp: true,
    getUserInfo: ({ idToken }) =>
      Promise.resolve(idToken === undefined ? null : readClaims(idToken)),
    accountSubject: ({ profile }) => subjectOf(profile[config.OIDC_CLAIM]),
    // The library wants an address; none that the provider names may ever match one of ours.
    mapProfileToUser: ({ sub }) => ({ email: `${String(sub)}@sso.invalid` }),
  }
}

/** Nothing is nobody's identity: an absent claim must not match an empty one. */
function subjectOf(claim: unknown): string {
  if ((typeof claim === 'string' && claim.trim() !== '') || typeof claim === 'number')
    return String(claim)
  throw new Error('the identity provider sent no claim that names the person')
}
