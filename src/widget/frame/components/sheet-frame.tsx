import type { ComponentChildren } from 'preact'
import { useContext, useId, useLayoutEffect, useRef } from 'preact/hooks'
import { HelpContext } from '../help.ts'
import { t } from '../i18n.ts'
import { Icon } from './icon.tsx'

type Props = { title: string; onClose: () => void; children: ComponentChildren }

/** A native dialog: focus stays inside, Escape closes, and focus goes back to where it was. */
export function SheetFrame({ title, onClose, children }: Props) {
  const { phone, onPerson } = useContext(HelpContext)
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useLayoutEffect(() => {
    const element = dialog.current
    const opener = document.activeElement
    element?.showModal()
    return () => {
      element?.close()
      // The dialog is taken out of the page before it can give the focus back by itself.
      if (opener instanceof HTMLElement) opener.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <div class="sheet-head">
        <h2 id={heading}>{title}</h2>
        <button type="button" class="plain" onClick={onClose}>
          <Icon name="close" />
          {t('close')}
        </button>
      </div>
      <div class="sheet-body" tabIndex={0}>
        {children}
      </div>
      <div class="sheet-foot">
        <button
          type="button"
          class="plain"
          onClick={() => {
            onClose()
            onPerson()
          }}
        >
          <Icon name="person" />
          {t('person_button')}
        </button>
        <a
          class="plain"
          href={`tel:${phone.number}`}
          aria-label={t('call', { name: phone.name, number: phone.number })}
        >
          <Icon name="phone" />
          {phone.number}
        </a>
      </div>
    </dialog>
  )
}
