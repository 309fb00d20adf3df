import { requireConversation } from '../../conversations/index.ts'
import { addPhoto, MAX_PHOTO_BYTES, readOwnPhoto, removeOwnPhoto } from '../../tickets/index.ts'
import { bearerToken, readBytes } from '../body.ts'
import { serviceContext, type HttpContext } from '../env.ts'
import { limitRequests } from '../limits.ts'
import { photoResponse } from '../photo-response.ts'
import { createRouter, route, type Router } from '../router.ts'

const TAG = 'chat'

/** Pictures of a report: raw bytes in, the same picture without its metadata out. */
export function photoRoutes(): Router {
  const router = createRouter()
  route(router, {
    method: 'post',
    path: '/api/conversations/{id}/photos',
    summary: 'A photo for the ticket being drafted: JPEG, PNG or WebP as the body, at most 5 MB',
    tag: TAG,
    status: 201,
    handler: async (c) => {
      const conversationId = await ownConversation(c)
      await limitRequests(c, 'photo', conversationId)
      const bytes = await readBytes(c.req.raw, MAX_PHOTO_BYTES)
      return c.json(await addPhoto(serviceContext(c), { conversationId, bytes }), 201)
    },
  })
  route(router, {
    method: 'get',
    path: '/api/conversations/{id}/photos/{photo}',
    summary: 'One’s own photo',
    tag: TAG,
    handler: async (c) => photoResponse(await readOwnPhoto(serviceContext(c), await ownPhoto(c))),
  })
  route(router, {
    method: 'delete',
    path: '/api/conversations/{id}/photos/{photo}',
    summary: 'Take a photo back before the ticket is confirmed',
    tag: TAG,
    handler: async (c) => {
      await removeOwnPhoto(serviceContext(c), await ownPhoto(c))
      return c.json({ ok: true })
    },
  })
  return router
}

async function ownConversation(c: HttpContext): Promise<string> {
  const input = { id: c.req.param('id') ?? '', token: bearerToken(c) }
  return (await requireConversation(serviceContext(c), input)).id
}

async function ownPhoto(c: HttpContext): Promise<{ conversationId: string; id: string }> {
  return { conversationId: await ownConversation(c), id: c.req.param('photo') ?? '' }
}
