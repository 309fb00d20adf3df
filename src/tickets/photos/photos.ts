import { withTransaction, type Transaction } from '../../db/client.ts'
import type { ServiceContext } from '../../ports.ts'
import { NotFoundError, ValidationError } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import { requireTicketStaff, scopeOf } from '../access.ts'
import { findScopedTicket } from '../store.ts'
import {
  attachPhotos,
  countPhotos,
  deleteLoosePhoto,
  insertPhoto,
  readPhotoBytes,
} from './photo-store.ts'
import { stripMetadata } from './strip-metadata.ts'

/** In bytes, of the file as it arrives. */
export const MAX_PHOTO_BYTES = 5 * 1024 * 1024
const MOST_IN_A_CONVERSATION = 30

type OwnPhoto = { conversationId: string; id: string }

/** Stored without where, when and with what it was taken. Throws ValidationError on `photo`. */
export async function addPhoto(
  ctx: Pick<ServiceContext, 'sql' | 'clock'>,
  input: { conversationId: string; bytes: Uint8Array },
): Promise<{ photo_id: string }> {
  const { type, bytes } = stripMetadata(input.bytes)
  if ((await countPhotos(ctx.sql, input.conversationId)) >= MOST_IN_A_CONVERSATION)
    throw new ValidationError('photo', 'too many', 'photo_too_many')
  const id = newId('pho')
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const { conversationId } = input
  await withTransaction(ctx.sql, (tx) =>
    insertPhoto(tx, { id, conversationId, type, bytes, sha256, at: ctx.clock.now() }),
  )
  return { photo_id: id }
}

export async function readOwnPhoto(ctx: Pick<ServiceContext, 'sql'>, input: OwnPhoto) {
  const photo = await readPhotoBytes(ctx.sql, input)
  if (photo === undefined) throw new NotFoundError('photo', input.id)
  return photo
}

/** Before it hangs on a ticket; afterwards it is part of what was reported. */
export async function removeOwnPhoto(
  ctx: Pick<ServiceContext, 'sql'>,
  input: OwnPhoto,
): Promise<void> {
  if (!(await deleteLoosePhoto(ctx.sql, input))) throw new NotFoundError('photo', input.id)
}

/** In the transaction of the confirmation: a photo that is not one's own, or hangs elsewhere, stops it. */
export async function hangPhotos(
  tx: Transaction,
  input: { ids: readonly string[]; conversationId: string; ticketId: string },
): Promise<void> {
  const ids = [...new Set(input.ids)]
  if (ids.length === 0) return
  if ((await attachPhotos(tx, { ...input, ids })) !== ids.length)
    throw new ValidationError('media', 'unknown photo', 'photo_gone')
}

/** For whoever may see the ticket it hangs on. */
export async function readTicketPhoto(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
  input: { ticketNo: string; id: string },
) {
  const scope = scopeOf(requireTicketStaff(ctx.actor))
  const ticket = await findScopedTicket(ctx.sql, { ticketNo: input.ticketNo, scope })
  if (ticket === undefined) throw new NotFoundError('ticket', input.ticketNo)
  const photo = await readPhotoBytes(ctx.sql, { id: input.id, ticketId: ticket.id })
  if (photo === undefined) throw new NotFoundError('photo', input.id)
  return photo
}
