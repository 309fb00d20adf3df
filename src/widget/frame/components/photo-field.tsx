import { useRef, useState } from 'preact/hooks'
import type { ChatStore } from '../chat-store.ts'
import { t } from '../i18n.ts'
import { MOST_PHOTOS, photoProblem, sendPhoto, takeBackPhoto, type SentPhoto } from '../photos.ts'

type Props = {
  store: ChatStore
  photos: readonly SentPhoto[]
  onChange: (change: (now: readonly SentPhoto[]) => SentPhoto[]) => void
}

/** Photos go up one by one as they are chosen; what fails is said and can be chosen again. */
export function PhotoField({ store, photos, onChange }: Props) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const room = MOST_PHOTOS - photos.length
  const add = async (files: readonly File[]): Promise<void> => {
    const { session } = store.saved
    if (session === null || files.length === 0) return
    setBusy(true)
    setProblem(files.length > room ? t('photo_most', { n: MOST_PHOTOS }) : null)
    for (const file of files.slice(0, room)) {
      try {
        const sent = await sendPhoto(session, file)
        onChange((now) => [...now, sent])
      } catch (reason) {
        setProblem(photoProblem(reason))
      }
    }
    setBusy(false)
  }
  const remove = async (photo: SentPhoto): Promise<void> => {
    const { session } = store.saved
    if (session === null) return
    onChange((now) => now.filter(({ id }) => id !== photo.id))
    await takeBackPhoto(session, photo).catch((reason: unknown) => setProblem(photoProblem(reason)))
  }
  return (
    <div class="photos">
      <Thumbnails photos={photos} onRemove={(photo) => void remove(photo)} />
      <input
        ref={input}
        type="file"
        accept="image/jpeg,image/png,image/webp"
        multiple
        hidden
        aria-label={t('photo_add')}
        onChange={(event) => {
          const { files } = event.currentTarget
          const chosen = [...(files ?? [])]
          event.currentTarget.value = ''
          void add(chosen)
        }}
      />
      {room > 0 && (
        <button type="button" class="plain" disabled={busy} onClick={() => input.current?.click()}>
          {busy ? t('photo_sending') : t('photo_add')}
        </button>
      )}
      <p class="hint">{t('photo_hint', { n: MOST_PHOTOS })}</p>
      {problem !== null && (
        <p class="field-error" role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}

function Thumbnails({
  photos,
  onRemove,
}: {
  photos: readonly SentPhoto[]
  onRemove: (photo: SentPhoto) => void
}) {
  return (
    <ul aria-label={t('photos')}>
      {photos.map((photo, at) => (
        <li key={photo.id}>
          <img src={photo.url} alt={t('photo_n', { n: at + 1 })} />
          <button type="button" class="plain" onClick={() => onRemove(photo)}>
            {t('photo_remove')}
            <span class="visually-hidden">{t('photo_n', { n: at + 1 })}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
