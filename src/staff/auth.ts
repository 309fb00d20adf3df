import { betterAuth } from 'better-auth'
import { genericOAuth, twoFactor, username } from 'better-auth/plugins'
import type { Ports } from '../ports.ts'
import { newId } from '../shared/ids.ts'
import { authAdapter } from './auth-store.ts'
import { signInSecret } from './sign-in-secret.ts'
import { providerOf, SIGNED_IN_BY_SSO, SSO_CALLBACK } from './sso-provider.ts'

type AuthPorts = Pick<Ports, 'sql' | 'config' | 'vault' | 'runtime'>

function build(ports: AuthPorts, secret: string, sso: boolean) {
  const { config } = ports
  return betterAuth({
    ...(config.PUBLIC_URL === undefined ? {} : { baseURL: config.PUBLIC_URL }),
    basePath: '/api/auth',
    secret,
    database: authAdapter(ports.sql),
    user: { modelName: 'staff_user' },
    session: {
      modelName: 'staff_session',
      expiresIn: 12 * 3600,
      updateAge: 3600,
      additionalFields: { signedInBy: { type: 'string', required: false, input: false } },
    },
    // An administrator links accounts; the provider's tokens are of no use afterwards and are not kept.
    account: {
      modelName: 'staff_account',
      updateAccountOnSignIn: false,
      accountLinking: { enabled: false },
    },
    databaseHooks: {
      session: {
        create: {
          before: (session, context) => {
            const signedInBy = context?.path === SSO_CALLBACK ? SIGNED_IN_BY_SSO : null
            return Promise.resolve({ data: { ...session, signedInBy } })
          },
        },
      },
    },
    onAPIError: { errorURL: '/console?sso=failed' },
    verification: { modelName: 'staff_verification' },
    // Accounts come from one-time links made by an administrator, never from a public form.
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 10,
      maxPasswordLength: 128,
    },
    plugins: [
      username({ minUsernameLength: 3, maxUsernameLength: 40 }),
      twoFactor({
        issuer: config.OPERATOR_NAME,
        schema: { twoFactor: { modelName: 'staff_two_factor' } },
      }),
      ...(sso ? [genericOAuth({ config: [providerOf(config)] })] : []),
    ],
    trustedOrigins: (request) => (request === undefined ? [] : [new URL(request.url).origin]),
    // Counted before it comes here, in rows that all processes share: src/http/limits.ts.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'grid-worker',
      useSecureCookies: config.PUBLIC_URL?.startsWith('https:') ?? false,
      database: { generateId: ({ model }) => newId(model.replace('staff_', '').slice(0, 4)) },
    },
    telemetry: { enabled: false },
    logger: { disabled: true },
  })
}

export type StaffAuth = ReturnType<typeof build>

const instances = new WeakMap<object, Promise<StaffAuth>>()
const withProvider = new WeakMap<object, Promise<StaffAuth>>()

/** One per database connection. */
export function staffAuth(ports: AuthPorts): Promise<StaffAuth> {
  return instanceOf(instances, ports, false)
}

/** The same with the city's identity provider, kept apart: a provider that hangs must not hold up a password. */
export function providerAuth(ports: AuthPorts): Promise<StaffAuth> {
  return instanceOf(withProvider, ports, true)
}

function instanceOf(
  known: WeakMap<object, Promise<StaffAuth>>,
  ports: AuthPorts,
  sso: boolean,
): Promise<StaffAuth> {
  const found = known.get(ports.sql)
  if (found !== undefined) return found
  const made = signInSecret(ports).then((secret) => build(ports, secret, sso))
  known.set(ports.sql, made)
  // A database that is away for a moment is asked again.
  made.catch(() => known.delete(ports.sql))
  return made
}
