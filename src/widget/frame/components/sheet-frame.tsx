import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { t } from '../i18n.ts'

type Props = { title: string; onClose: () => void; children: ComponentChildren }

/** A native dialog: focus stays inside, Escape closes, and focus goes back to where it was. */
export function SheetFrame({ title, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <div class="sheet-head">
        <h2>{title}</h2>
        <button type="button" class="plain" onClick={onClose}>
          {t('close')}
        </button>
      </div>
      <div class="sheet-body">{children}</div>
    </dialog>
  )
}
