import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import {
  listHandoffs,
  returnToAi,
  sendStaffMessage,
  takeOverConversation,
  viewConversationForStaff,
} from '../../conversations/index.ts'
import { findDivision } from '../../regions/index.ts'
import {
  handleSignIn,
  InviteProfile,
  inviteStaff,
  listStaff,
  redeemLink,
  RedeemLinkInput,
} from '../../staff/index.ts'
import {
  addNote,
  categoryName,
  decideReview,
  getTicket,
  listCategories,
  listTickets,
  ListTicketsInput,
  readReporter,
  TransitionInput,
  viewForReview,
} from '../../tickets/index.ts'
import { AppError } from '../../shared/errors.ts'
import { parseInput, readJson } from '../body.ts'
import { asStaff } from './as-staff.ts'
import { serviceContext, type HttpContext } from '../env.ts'
import { limitRequests, limitSignIn, withAddress } from '../limits.ts'
import { createRouter, route, type Router } from '../router.ts'

const text = z.object({ text: z.string() })
/** The sign-in library reads bodies itself; ours are all read under a limit. */
const MAX_AUTH_BYTES = 64 * 1024

function tooLarge(): never {
  throw new AppError('PAYLOAD_TOO_LARGE', 'payload_too_large', `over ${MAX_AUTH_BYTES} bytes`)
}

export function consoleRoutes(): Router {
  const router = createRouter()
  router.use('/api/auth/*', bodyLimit({ maxSize: MAX_AUTH_BYTES, onError: tooLarge }))
  router.on(['GET', 'POST'], '/api/auth/*', async (c) => {
    if (/\/(?:sign-in|two-factor|callback)\//.test(c.req.path)) await limitSignIn(c)
    return handleSignIn(c.env.ports, withAddress(c))
  })
  accountRoutes(router)
  ticketRoutes(router)
  ticketDetailRoutes(router)
  conversationRoutes(router)
  return router
}

function accountRoutes(router: Router): void {
  const tag = 'staff'
  route(router, {
    method: 'post',
    path: '/api/staff/links/redeem',
    summary: 'Create an account from a one-time link',
    tag,
    body: RedeemLinkInput,
    status: 201,
    handler: async (c) => {
      await limitRequests(c, 'staff-link')
      return c.json(await redeemLink(serviceContext(c), await readJson(c, RedeemLinkInput)), 201)
    },
  })
  route(router, {
    method: 'get',
    path: '/api/staff/people',
    summary: 'Accounts, for administrators',
    tag,
    handler: asStaff(async (c) => {
      const people = await listStaff(serviceContext(c))
      const codes = new Set(people.flatMap(({ areaPrefixes }) => areaPrefixes))
      const areas = [...codes].map((code) => [code, findDivision(code)?.short ?? code])
      return c.json({ people, areas: Object.fromEntries(areas) })
    }),
  })
  route(router, {
    method: 'post',
    path: '/api/staff/invitations',
    summary: 'Make a one-time link for a new colleague',
    tag,
    body: InviteProfile,
    status: 201,
    handler: asStaff(async (c) => {
      const profile = await readJson(c, InviteProfile)
      const baseUrl = c.env.ports.config.PUBLIC_URL ?? new URL(c.req.url).origin
      return c.json(await inviteStaff(serviceContext(c), { profile, baseUrl }), 201)
    }),
  })
}

const no = (c: HttpContext): string => c.req.param('no') ?? ''

function ticketRoutes(router: Router): void {
  const tag = 'staff tickets'
  route(router, {
    method: 'get',
    path: '/api/staff/tickets',
    summary: 'The queue of one’s own area and unit',
    tag,
    handler: asStaff(async (c) =>
      c.json(await listTickets(serviceContext(c), parseInput(ListTicketsInput, c.req.query()))),
    ),
  })
  route(router, {
    method: 'get',
    path: '/api/staff/tickets/{no}',
    summary: 'One ticket with history, notes and what may be done',
    tag,
    handler: asStaff(async (c) => c.json(await viewForReview(serviceContext(c), no(c)))),
  })
  route(router, {
    method: 'post',
    path: '/api/staff/tickets/{no}/transitions',
    summary: 'Move a ticket',
    tag,
    body: TransitionInput,
    handler: asStaff(async (c) => {
      const ctx = serviceContext(c)
      await decideReview(ctx, no(c), await readJson(c, TransitionInput))
      return c.json(await getTicket(ctx, no(c)))
    }),
  })
}

function ticketDetailRoutes(router: Router): void {
  const tag = 'staff tickets'
  route(router, {
    method: 'post',
    path: '/api/staff/tickets/{no}/notes',
    summary: 'Add an internal note',
    tag,
    body: text,
    handler: asStaff(async (c) => {
      await addNote(serviceContext(c), { ticketNo: no(c), ...(await readJson(c, text)) })
      return c.json({ ok: true })
    }),
  })
  route(router, {
    method: 'post',
    path: '/api/staff/tickets/{no}/reporter',
    summary: 'Read the reporter’s identity; the purpose is logged',
    tag,
    body: z.object({ purpose: z.string() }),
    handler: asStaff(async (c) => {
      const { purpose } = await readJson(
        c,
        z.object({ purpose: z.string().trim().min(1).max(200) }),
      )
      return c.json(await readReporter(serviceContext(c), { ticketNo: no(c), purpose }))
    }),
  })
  route(router, {
    method: 'get',
    path: '/api/staff/categories',
    summary: 'The catalogue',
    tag,
    handler: asStaff(async (c) =>
      c.json({
        categories: listCategories().map((category) => ({
          code: category.code,
          name: categoryName(category, c.get('locale')),
          parent: category.parent,
          community_duty: category.community_duty,
        })),
      }),
    ),
  })
}

function conversationRoutes(router: Router): void {
  const tag = 'staff conversations'
  const id = (c: HttpContext): string => c.req.param('id') ?? ''
  route(router, {
    method: 'get',
    path: '/api/staff/handoffs',
    summary: 'Conversations that wait for a person',
    tag,
    handler: asStaff(async (c) => c.json({ handoffs: await listHandoffs(serviceContext(c)) })),
  })
  route(router, {
    method: 'get',
    path: '/api/staff/conversations/{id}',
    summary: 'The transcript, with personal data masked',
    tag,
    handler: asStaff(async (c) => c.json(await viewConversationForStaff(serviceContext(c), id(c)))),
  })
  route(router, {
    method: 'post',
    path: '/api/staff/conversations/{id}/takeover',
    summary: 'Take a conversation over; the AI is silent from here',
    tag,
    handler: asStaff(async (c) => {
      await takeOverConversation(serviceContext(c), { conversationId: id(c) })
      return c.json({ ok: true })
    }),
  })
  route(router, {
    method: 'post',
    path: '/api/staff/conversations/{id}/messages',
    summary: 'Answer the resident as a person',
    tag,
    body: text,
    status: 201,
    handler: asStaff(async (c) => {
      const body = await readJson(c, text)
      return c.json(
        await sendStaffMessage(serviceContext(c), { conversationId: id(c), ...body }),
        201,
      )
    }),
  })
  route(router, {
    method: 'post',
    path: '/api/staff/conversations/{id}/return',
    summary: 'Give a conversation back to the AI',
    tag,
    handler: asStaff(async (c) => {
      await returnToAi(serviceContext(c), { conversationId: id(c) })
      return c.json({ ok: true })
    }),
  })
}
