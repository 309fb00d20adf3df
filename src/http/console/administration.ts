import { z } from 'zod'
import { listJobs, runJobNow } from '../../jobs/index.ts'
import { listAudit, verifyAudit } from '../../operations/index.ts'
import {
  correctNumber,
  CorrectNumberInput,
  dropNumberCorrection,
  viewNumbers,
} from '../../regions/index.ts'
import { hasRole } from '../../shared/actor.ts'
import { ForbiddenError, PreconditionError } from '../../shared/errors.ts'
import {
  changeOwnPassword,
  ChangePasswordInput,
  clearSecondFactor,
  listSessions,
  nameStaff,
  redeemReset,
  RedeemResetInput,
  requirePerson,
  resetPassword,
  revokeSession,
  updateStaff,
  UpdateStaffInput,
} from '../../staff/index.ts'
import {
  listIdentityReads,
  readRetentionRuns,
  readSeeding,
  SeedingInput,
  setSeeding,
  viewCatalogue,
} from '../../tickets/index.ts'
import { parseInput, readJson } from '../body.ts'
import { serviceContext, type HttpContext } from '../env.ts'
import { limitRequests } from '../limits.ts'
import { createRouter, route, type Router } from '../router.ts'
import { asStaff } from './as-staff.ts'
import { viewSettings } from './settings-view.ts'

const tag = 'administration'
const AuditPage = z.object({
  before: z.coerce.number().int().optional(),
  action: z.string().max(40).optional(),
})
const id = (c: HttpContext): string => c.req.param('id') ?? ''

export function administrationRoutes(): Router {
  const router = createRouter()
  peopleRoutes(router)
  sessionRoutes(router)
  logRoutes(router)
  serviceRoutes(router)
  seedingRoutes(router)
  numberRoutes(router)
  retentionRoutes(router)
  return router
}

function peopleRoutes(router: Router): void {
  route(router, {
    method: 'put',
    path: '/api/console/people/{id}',
    summary: 'Roles, areas, unit and whether the account is open; holds from the next request',
    tag,
    body: UpdateStaffInput,
    handler: asStaff(async (c) => {
      await updateStaff(serviceContext(c), id(c), await readJson(c, UpdateStaffInput))
      return c.json({ ok: true })
    }),
  })
  route(router, {
    method: 'post',
    path: '/api/console/people/{id}/password-reset',
    summary: 'A one-time link for somebody who forgot the password',
    tag,
    status: 201,
    handler: asStaff(async (c) => {
      const baseUrl = c.env.ports.config.PUBLIC_URL ?? new URL(c.req.url).origin
      return c.json(await resetPassword(serviceContext(c), { userId: id(c), baseUrl }), 201)
    }),
  })
  route(router, {
    method: 'delete',
    path: '/api/console/people/{id}/second-factor',
    summary: 'For a lost phone: the second factor is forgotten, the person signed out',
    tag,
    handler: asStaff(async (c) => {
      await clearSecondFactor(serviceContext(c), id(c))
      return c.json({ ok: true })
    }),
  })
  route(router, {
    method: 'post',
    path: '/api/staff/links/reset',
    summary: 'Set a new password with a one-time link',
    tag: 'staff',
    body: RedeemResetInput,
    handler: async (c) => {
      await limitRequests(c, 'staff-link')
      return c.json(await redeemReset(c.env.ports, await readJson(c, RedeemResetInput)))
    },
  })
}

function sessionRoutes(router: Router): void {
  route(router, {
    method: 'put',
    path: '/api/staff/me/password',
    summary: 'Change one’s own password; all other sessions end',
    tag: 'staff',
    body: ChangePasswordInput,
    handler: async (c) => {
      // Also open to somebody who has yet to set up a second factor.
      const { actor } = await requirePerson(c.env.ports, c.req.raw.headers)
      c.set('actor', actor)
      await limitRequests(c, 'staff-password', actor.id)
      const input = await readJson(c, ChangePasswordInput)
      await changeOwnPassword(serviceContext(c), c.req.raw.headers, input)
      return c.json({ ok: true })
    },
  })
  route(router, {
    method: 'get',
    path: '/api/console/people/{id}/sessions',
    summary: 'Where somebody is signed in; one’s own, or anybody’s for an administrator',
    tag,
    handler: asStaff(async (c) => c.json(await listSessions(serviceContext(c), id(c)))),
  })
  route(router, {
    method: 'delete',
    path: '/api/console/people/{id}/sessions/{session}',
    summary: 'End one session',
    tag,
    handler: asStaff(async (c) => {
      const input = { userId: id(c), id: c.req.param('session') ?? '' }
      await revokeSession(serviceContext(c), input)
      return c.json({ ok: true })
    }),
  })
}

function logRoutes(router: Router): void {
  route(router, {
    method: 'get',
    path: '/api/console/audit',
    summary: 'What was done to knowledge, accounts, keys and settings, newest first',
    tag,
    handler: asStaff(async (c) => {
      const ctx = serviceContext(c)
      const page = await listAudit(ctx, parseInput(AuditPage, c.req.query()))
      return c.json({ ...page, names: await nameStaff(ctx) })
    }),
  })
  route(router, {
    method: 'get',
    path: '/api/console/audit/verification',
    summary: 'Walk the chain of the audit log; tells the first broken row',
    tag,
    handler: asStaff(async (c) => c.json(await verifyAudit(serviceContext(c)))),
  })
  route(router, {
    method: 'get',
    path: '/api/console/identity-reads',
    summary: 'Who read a reporter’s contact, when and what for',
    tag,
    handler: asStaff(async (c) => {
      const ctx = serviceContext(c)
      return c.json({ ...(await listIdentityReads(ctx)), names: await nameStaff(ctx) })
    }),
  })
}

function serviceRoutes(router: Router): void {
  route(router, {
    method: 'get',
    path: '/api/console/jobs',
    summary: 'Jobs with their last and next run',
    tag,
    handler: asStaff(async (c) => c.json(await listJobs(serviceContext(c)))),
  })
  route(router, {
    method: 'post',
    path: '/api/console/jobs/{id}/runs',
    summary: 'Run a job now',
    tag,
    handler: asStaff(async (c) => c.json(await runJobNow(serviceContext(c), id(c)))),
  })
  route(router, {
    method: 'get',
    path: '/api/console/settings',
    summary:
      'Model, limits with their source, numbers, calendar, catalogue and retention; no secret',
    tag,
    handler: asStaff(async (c) => {
      if (!hasRole(c.get('actor'), 'admin', 'auditor', 'city'))
        throw new ForbiddenError('the settings')
      return c.json({
        ...viewSettings(c.env.ports),
        numbers: await viewNumbers(serviceContext(c)),
      })
    }),
  })
  route(router, {
    method: 'get',
    path: '/api/console/catalogue',
    summary: 'The ticket catalogue in use: groups, categories, everyday words, usual limits',
    tag,
    handler: asStaff(async (c) => c.json(viewCatalogue(serviceContext(c)))),
  })
  route(router, {
    method: 'post',
    path: '/api/console/settings/model-test',
    summary: 'One short call to the configured model',
    tag,
    handler: asStaff(async (c) => {
      if (!hasRole(c.get('actor'), 'admin')) throw new ForbiddenError('testing the model')
      const { chatModel } = c.env.ports
      if (chatModel === undefined)
        throw new PreconditionError('no_model', 'no model is configured', { field: 'CHAT_MODEL' })
      const { durationMs, usage } = await chatModel.complete({
        promptId: 'connection-test',
        promptVersion: 1,
        messages: [{ role: 'user', content: '1+1=' }],
        maxOutputTokens: 8,
        timeoutMs: 10_000,
      })
      return c.json({ model: chatModel.name, duration_ms: Math.round(durationMs), usage })
    }),
  })
}

function seedingRoutes(router: Router): void {
  route(router, {
    method: 'get',
    path: '/api/console/review-seeding',
    summary: 'How often reviewers accepted what was wrong on purpose; of everybody together',
    tag,
    handler: asStaff(async (c) => c.json(await readSeeding(serviceContext(c)))),
  })
  route(router, {
    method: 'put',
    path: '/api/console/review-seeding',
    summary: 'What share of reviews is shown a wrong category on purpose; 0 is off',
    tag,
    body: SeedingInput,
    handler: asStaff(async (c) =>
      c.json(await setSeeding(serviceContext(c), await readJson(c, SeedingInput))),
    ),
  })
}

function numberRoutes(router: Router): void {
  const number = (c: HttpContext): string => c.req.param('number') ?? ''
  route(router, {
    method: 'put',
    path: '/api/console/numbers/{number}',
    summary: 'Correct what is known of a help line; residents see it once it is verified',
    tag,
    body: CorrectNumberInput,
    handler: asStaff(async (c) => {
      const ctx = serviceContext(c)
      await correctNumber(ctx, number(c), await readJson(c, CorrectNumberInput))
      return c.json(await viewNumbers(ctx))
    }),
  })
  route(router, {
    method: 'delete',
    path: '/api/console/numbers/{number}',
    summary: 'Back to the row as shipped',
    tag,
    handler: asStaff(async (c) => {
      const ctx = serviceContext(c)
      await dropNumberCorrection(ctx, number(c))
      return c.json(await viewNumbers(ctx))
    }),
  })
}

function retentionRoutes(router: Router): void {
  route(router, {
    method: 'get',
    path: '/api/console/retention',
    summary: 'What the retention job deleted, night by night and kind by kind, and when it is due',
    tag,
    handler: asStaff(async (c) => {
      const ctx = serviceContext(c)
      const { runs } = await readRetentionRuns(ctx)
      const { jobs } = await listJobs(ctx)
      const job = jobs.find(({ job: name }) => name === 'retention')
      return c.json({ runs, nextDueAt: job?.nextDueAt ?? null })
    }),
  })
}
