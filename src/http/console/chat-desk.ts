import { z } from 'zod'
import {
  addConversationNote,
  changeCannedReply,
  ChangeCannedReplyInput,
  noteStaffTyping,
  readCannedReplies,
  readConversationNotes,
  readSharedReplies,
  removeCannedReply,
  saveCannedReply,
  SaveCannedReplyInput,
} from '../../conversations/index.ts'
import { listAdministeredUnits, listUnits } from '../../regions/index.ts'
import { readJson } from '../body.ts'
import { serviceContext, type HttpContext } from '../env.ts'
import { createRouter, route, type Router } from '../router.ts'
import { asStaff } from './as-staff.ts'

const tag = 'staff conversations'
const Note = z.object({ text: z.string() })

/** What staff have beside a conversation, and no resident ever sees. */
export function chatDeskRoutes(): Router {
  const router = createRouter()
  noteRoutes(router)
  cannedRoutes(router)
  sharedReplyRoutes(router)
  typingRoutes(router)
  return router
}

const id = (c: HttpContext): string => c.req.param('id') ?? ''

function noteRoutes(router: Router): void {
  route(router, {
    method: 'get',
    path: '/api/staff/conversations/{id}/notes',
    summary: 'Internal notes on a conversation',
    tag,
    handler: asStaff(async (c) => {
      return c.json({ notes: await readConversationNotes(serviceContext(c), id(c)) })
    }),
  })
  route(router, {
    method: 'post',
    path: '/api/staff/conversations/{id}/notes',
    summary: 'Add an internal note; it never leaves',
    tag,
    body: Note,
    status: 201,
    handler: asStaff(async (c) => {
      const { text } = await readJson(c, Note)
      await addConversationNote(serviceContext(c), { conversationId: id(c), text })
      return c.json({ ok: true }, 201)
    }),
  })
}

function typingRoutes(router: Router): void {
  route(router, {
    method: 'post',
    path: '/api/staff/conversations/{id}/typing',
    summary: 'Tell the resident that one is typing; nothing of what',
    tag,
    handler: asStaff(async (c) => {
      await noteStaffTyping(serviceContext(c), { conversationId: id(c) })
      return c.json({ ok: true })
    }),
  })
}

function cannedRoutes(router: Router): void {
  route(router, {
    method: 'get',
    path: '/api/staff/canned-replies',
    summary: 'Prepared replies: one’s own, one’s unit’s, everybody’s',
    tag,
    handler: asStaff(async (c) => {
      const ctx = serviceContext(c)
      const administered = await listAdministeredUnits(ctx)
      return c.json(await readCannedReplies(ctx, { administered }))
    }),
  })
  route(router, {
    method: 'post',
    path: '/api/staff/canned-replies',
    summary: 'Keep a reply for later, for oneself or for one’s unit',
    tag,
    body: SaveCannedReplyInput,
    status: 201,
    handler: asStaff(async (c) => {
      const input = await readJson(c, SaveCannedReplyInput)
      return c.json(await saveCannedReply(serviceContext(c), input), 201)
    }),
  })
}

/** Whose reply it is decides, and a unit's may be in the hands of its administrator. */
function sharedReplyRoutes(router: Router): void {
  route(router, {
    method: 'get',
    path: '/api/console/canned-replies',
    summary: 'Replies the units one administers share',
    tag,
    handler: asStaff(async (c) => {
      const ctx = serviceContext(c)
      const administered = await listAdministeredUnits(ctx)
      const shared = await readSharedReplies(ctx, { administered })
      const names = new Map((await listUnits(ctx, {})).map(({ id: unit, name }) => [unit, name]))
      return c.json({
        replies: shared.replies.map(({ unitId, ...reply }) => ({
          ...reply,
          unit: names.get(unitId) ?? unitId,
        })),
      })
    }),
  })
  route(router, {
    method: 'put',
    path: '/api/staff/canned-replies/{id}',
    summary: 'Change one’s own prepared reply, or one of a unit one administers',
    tag,
    body: ChangeCannedReplyInput,
    handler: asStaff(async (c) => {
      const ctx = serviceContext(c)
      const input = await readJson(c, ChangeCannedReplyInput)
      const administered = await listAdministeredUnits(ctx)
      return c.json(await changeCannedReply(ctx, { ...input, id: id(c), administered }))
    }),
  })
  route(router, {
    method: 'delete',
    path: '/api/staff/canned-replies/{id}',
    summary: 'Delete one’s own prepared reply, or one of a unit one administers',
    tag,
    handler: asStaff(async (c) => {
      const ctx = serviceContext(c)
      const administered = await listAdministeredUnits(ctx)
      await removeCannedReply(ctx, { id: id(c), administered })
      return c.json({ ok: true })
    }),
  })
}
