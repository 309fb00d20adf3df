import { ApiError, json, request, type Session } from './api.ts'
import { t } from './i18n.ts'

export const MOST_PHOTOS = 3
const LONGEST_SIDE = 1600
const QUALITY = 0.85

export type SentPhoto = { id: string; url: string }

/** Small enough for a slow line, upright, and drawn anew, so that nothing but the picture leaves the phone. */
async function shrink(file: File): Promise<Blob> {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(picture.width * scale)
    canvas.height = Math.round(picture.height * scale)
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    const small = await new Promise<Blob | null>((settle) =>
      canvas.toBlob(settle, 'image/jpeg', QUALITY),
    )
    return small ?? file
  } catch {
    // What this browser cannot draw goes as it is: the server says plainly what is wrong with it.
    return file
  }
}

export async function sendPhoto(session: Session, file: File): Promise<SentPhoto> {
  const body = await shrink(file)
  const answer = await json<{ photo_id: string }>(
    `/api/conversations/${session.id}/photos`,
    { method: 'POST', body },
    session,
  )
  return { id: answer.photo_id, url: URL.createObjectURL(body) }
}

export async function takeBackPhoto(session: Session, photo: SentPhoto): Promise<void> {
  URL.revokeObjectURL(photo.url)
  const path = `/api/conversations/${session.id}/photos/${photo.id}`
  await request(path, { method: 'DELETE' }, session)
}

export function photoProblem(reason: unknown): string {
  return reason instanceof ApiError ? reason.message : t('photo_offline')
}
