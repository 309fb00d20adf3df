import {
  LinkIdentityInput,
  linkIdentity,
  listSecondFactorRoles,
  requirePerson,
  requireSecondFactor,
  SecondFactorRolesInput,
  signInOptions,
  startSso,
} from '../../staff/index.ts'
import { readJson } from '../body.ts'
import { serviceContext } from '../env.ts'
import { limitSignIn, withAddress } from '../limits.ts'
import { createRouter, route, type Router } from '../router.ts'
import { asStaff } from './as-staff.ts'

/** How people come in: what the sign-in page offers, the city's identity provider, and who needs a second factor. */
export function signInRoutes(): Router {
  const router = createRouter()
  route(router, {
    method: 'get',
    path: '/api/staff/sign-in-options',
    summary: 'What the sign-in page offers besides a password',
    tag: 'staff',
    handler: (c) => c.json(signInOptions(c.env.ports)),
  })
  route(router, {
    method: 'post',
    path: '/api/staff/sso',
    summary: 'Begin to sign in at the city’s identity provider; the answer names where to go',
    tag: 'staff',
    handler: async (c) => {
      await limitSignIn(c)
      return startSso(c.env.ports, withAddress(c))
    },
  })
  route(router, {
    method: 'get',
    path: '/api/staff/me',
    summary: 'The signed-in person, and whether a second factor has yet to be set up',
    tag: 'staff',
    handler: async (c) => {
      const { actor, secondFactorDue } = await requirePerson(c.env.ports, c.req.raw.headers)
      return c.json({ me: { ...actor, secondFactorDue } })
    },
  })
  policyRoutes(router)
  return router
}

function policyRoutes(router: Router): void {
  const tag = 'administration'
  route(router, {
    method: 'put',
    path: '/api/console/people/{id}/identity',
    summary: 'Link the account to an identity of the city’s provider, or take the link away',
    tag,
    body: LinkIdentityInput,
    handler: asStaff(async (c) => {
      const input = await readJson(c, LinkIdentityInput)
      await linkIdentity(serviceContext(c), c.req.param('id') ?? '', input)
      return c.json({ ok: true })
    }),
  })
  route(router, {
    method: 'get',
    path: '/api/console/policy/second-factor',
    summary: 'Roles that need a second factor',
    tag,
    handler: asStaff(async (c) => c.json(await listSecondFactorRoles(serviceContext(c)))),
  })
  route(router, {
    method: 'put',
    path: '/api/console/policy/second-factor',
    summary: 'Choose the roles that need a second factor; holds from the next request',
    tag,
    body: SecondFactorRolesInput,
    handler: asStaff(async (c) => {
      await requireSecondFactor(serviceContext(c), await readJson(c, SecondFactorRolesInput))
      return c.json({ ok: true })
    }),
  })
}
