import { useContext, useEffect, useRef, useState } from 'preact/hooks'
import type { Preferences } from '../preferences.ts'
import type { ConversationView } from '../../../protocol/conversations.ts'
import type { ChatStore } from '../chat-store.ts'
import { isEmbedded, tellHost } from '../embedding.ts'
import { HelpContext } from '../help.ts'
import { t } from '../i18n.ts'
import { TEXT_SIZES } from '../saved.ts'
import type { Sheet } from '../sheet.ts'
import { Icon } from './icon.tsx'

type Props = {
  name: string
  store: ChatStore
  preferences: Preferences
  onSheet: (sheet: Sheet) => void
}

export function Header(props: Props) {
  const { phone } = useContext(HelpContext)
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = (): void => {
    setOpen(false)
    button.current?.focus()
  }
  const { size, setSize } = props.preferences
  const big = size !== 'normal'
  return (
    <header class="header">
      <Brand name={props.name} mode={props.store.state.mode} />
      <button
        type="button"
        class="plain"
        aria-pressed={big}
        onClick={() => setSize(big ? 'normal' : 'big')}
      >
        {big ? t('normal_text') : t('big_text')}
      </button>
      <a
        class="plain phone"
        href={`tel:${phone.number}`}
        aria-label={t('call', { name: phone.name, number: phone.number })}
      >
        <Icon name="phone" />
        {phone.number}
      </a>
      <button
        ref={button}
        type="button"
        class="plain menu-button"
        aria-label={t('menu')}
        aria-expanded={open}
        aria-controls="menu"
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" />
      </button>
      {isEmbedded && (
        <button type="button" class="plain" onClick={() => tellHost('close')}>
          <Icon name="close" />
          {t('close')}
        </button>
      )}
      {open && <Menu {...props} onClose={close} />}
    </header>
  )
}

/** Whose page this is, and who is answering just now. */
function Brand({ name, mode }: { name: string; mode: ConversationView['mode'] }) {
  return (
    <div class="brand">
      <svg class="logo" viewBox="0 0 24 24" aria-hidden="true">
        <path d="M3 3h8v8H3ZM13 3h8v8h-8ZM3 13h8v8H3Z" />
        <circle cx="17" cy="17" r="4" />
      </svg>
      <div>
        <h1>{name}</h1>
        <p class={`who who-${mode}`} role="status">
          {t(`who_${mode}`)}
        </p>
      </div>
    </div>
  )
}

function Menu({ store, preferences, onSheet, onClose }: Props & { onClose: () => void }) {
  const { locale, changeLocale, size: current, setSize } = preferences
  const menu = useRef<HTMLElement>(null)
  useEffect(() => menu.current?.querySelector('button')?.focus(), [])
  useEffect(() => {
    const onOutside = (event: Event): void => {
      if (event.target instanceof Node && menu.current?.parentElement?.contains(event.target))
        return
      onClose()
    }
    document.addEventListener('pointerdown', onOutside)
    return () => document.removeEventListener('pointerdown', onOutside)
  }, [onClose])
  const items: [string, () => void][] = [
    [t('track_ticket'), () => onSheet({ kind: 'track', ticketNo: '' })],
    [t('stations'), () => onSheet({ kind: 'stations' })],
    [t('vote'), () => onSheet({ kind: 'vote' })],
    [t('new_conversation'), () => store.reset()],
    [t('about'), () => onSheet({ kind: 'privacy' })],
    [t('language'), () => changeLocale(locale === 'en' ? 'zh-CN' : 'en')],
  ]
  return (
    <nav
      ref={menu}
      id="menu"
      class="menu"
      aria-label={t('menu')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      {items.map(([text, action]) => (
        <button
          type="button"
          key={text}
          onClick={() => {
            onClose()
            action()
          }}
        >
          {text}
        </button>
      ))}
      <fieldset class="sizes">
        <legend>{t('text_size')}</legend>
        {TEXT_SIZES.map((size) => (
          <label key={size}>
            <input
              type="radio"
              name="text-size"
              checked={current === size}
              onChange={() => setSize(size)}
            />
            {t(`size_${size}`)}
          </label>
        ))}
      </fieldset>
    </nav>
  )
}
