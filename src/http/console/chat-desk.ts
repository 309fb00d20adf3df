import { z } from 'zod'
import {
  addConversationNote,
  noteStaffTyping,
  readCannedReplies,
  readConversationNotes,
  removeCannedReply,
  saveCannedReply,
  SaveCannedReplyInput,
} from '../../conversations/index.ts'
import { listUnits } from '../../regions/index.ts'
import { hasRole } from '../../shared/actor.ts'
import { requireStaff } from '../../staff/index.ts'
import { readJson } from '../body.ts'
import { serviceContext, type HttpContext } from '../env.ts'
import { createRouter, route, type Router } from '../router.ts'

const tag = 'staff conversations'
const Note = z.object({ text: z.string() })

/** What staff have beside a conversation, and no resident ever sees. */
export function chatDeskRoutes(): Router {
  const router = createRouter()
  noteRoutes(router)
  cannedRoutes(router)
  typingRoutes(router)
  return router
}

async function signIn(c: HttpContext): Promise<void> {
  c.set('actor', await requireStaff(c.env.ports, c.req.raw.headers))
}

const id = (c: HttpContext): string => c.req.param('id') ?? ''

function noteRoutes(router: Router): void {
  route(router, {
    method: 'get',
    path: '/api/staff/conversations/{id}/notes',
    summary: 'Internal notes on a conversation',
    tag,
    handler: async (c) => {
      await signIn(c)
      return c.json({ notes: await readConversationNotes(serviceContext(c), id(c)) })
    },
  })
  route(router, {
    method: 'post',
    path: '/api/staff/conversations/{id}/notes',
    summary: 'Add an internal note; it never leaves',
    tag,
    body: Note,
    status: 201,
    handler: async (c) => {
      await signIn(c)
      const { text } = await readJson(c, Note)
      await addConversationNote(serviceContext(c), { conversationId: id(c), text })
      return c.json({ ok: true }, 201)
    },
  })
}

function typingRoutes(router: Router): void {
  route(router, {
    method: 'post',
    path: '/api/staff/conversations/{id}/typing',
    summary: 'Tell the resident that one is typing; nothing of what',
    tag,
    handler: async (c) => {
      await signIn(c)
      await noteStaffTyping(serviceContext(c), { conversationId: id(c) })
      return c.json({ ok: true })
    },
  })
}

async function administeredUnits(c: HttpContext): Promise<string[]> {
  const actor = c.get('actor')
  if (!hasRole(actor, 'admin')) return []
  const units = await listUnits(serviceContext(c), {})
  return units
    .filter(({ division_code: code }) =>
      actor.areaPrefixes.some((prefix) => code.startsWith(prefix)),
    )
    .map(({ id: unit }) => unit)
}

function cannedRoutes(router: Router): void {
  route(router, {
    method: 'get',
    path: '/api/staff/canned-replies',
    summary: 'Prepared replies: one’s own, one’s unit’s, everybody’s',
    tag,
    handler: async (c) => {
      await signIn(c)
      const administered = await administeredUnits(c)
      return c.json(await readCannedReplies(serviceContext(c), { administered }))
    },
  })
  route(router, {
    method: 'post',
    path: '/api/staff/canned-replies',
    summary: 'Keep a reply for later, for oneself or for one’s unit',
    tag,
    body: SaveCannedReplyInput,
    status: 201,
    handler: async (c) => {
      await signIn(c)
      const input = await readJson(c, SaveCannedReplyInput)
      return c.json(await saveCannedReply(serviceContext(c), input), 201)
    },
  })
  route(router, {
    method: 'delete',
    path: '/api/staff/canned-replies/{id}',
    summary: 'Delete one’s own prepared reply, or one of a unit one administers',
    tag,
    handler: async (c) => {
      await signIn(c)
      const administered = await administeredUnits(c)
      await removeCannedReply(serviceContext(c), { id: id(c), administered })
      return c.json({ ok: true })
    },
  })
}
