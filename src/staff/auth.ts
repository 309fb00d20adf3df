import { betterAuth } from 'better-auth'
import { twoFactor, username } from 'better-auth/plugins'
import type { Ports } from '../ports.ts'
import { newId } from '../shared/ids.ts'
import { authAdapter } from './auth-store.ts'
import { signInSecret } from './sign-in-secret.ts'

type AuthPorts = Pick<Ports, 'sql' | 'config' | 'vault' | 'runtime'>

function build(ports: AuthPorts, secret: string) {
  const { config } = ports
  return betterAuth({
    ...(config.PUBLIC_URL === undefined ? {} : { baseURL: config.PUBLIC_URL }),
    basePath: '/api/auth',
    // Changing one's password goes by our own route, which knows the password policy and the audit log.
    disabledPaths: ['/change-password'],
    secret,
    database: authAdapter(ports.sql),
    user: { modelName: 'staff_user' },
    session: {
      modelName: 'staff_session',
      expiresIn: 12 * 3600,
      updateAge: 3600,
    },
    account: { modelName: 'staff_account' },
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
    ],
    trustedOrigins: (request) => (request === undefined ? [] : [new URL(request.url).origin]),
    rateLimit: {
      enabled: true,
      window: 60,
      max: 60,
      // A whole street office stands behind one address; who guesses is stopped by the lock on the name.
      customRules: {
        '/sign-in/username': { window: 60, max: 30 },
        '/two-factor/*': { window: 60, max: 30 },
      },
    },
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

/** One per database connection. */
export function staffAuth(ports: AuthPorts): Promise<StaffAuth> {
  const known = instances.get(ports.sql)
  if (known !== undefined) return known
  const made = signInSecret(ports).then((secret) => build(ports, secret))
  instances.set(ports.sql, made)
  // A database that is away for a moment is asked again.
  made.catch(() => instances.delete(ports.sql))
  return made
}
