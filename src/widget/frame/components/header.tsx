import { useState } from 'preact/hooks'
import { t } from '../i18n.ts'

type Props = {
  phone: { number: string; name: string }
  bigText: boolean
  onBigText: () => void
  onTrack: () => void
  onAbout: () => void
  onReset: () => void
  onLanguage: () => void
}

export function Header(props: Props) {
  const [open, setOpen] = useState(false)
  const pick = (action: () => void) => () => {
    setOpen(false)
    action()
  }
  return (
    <header class="header">
      <h1>{t('title')}</h1>
      <button type="button" class="plain" aria-pressed={props.bigText} onClick={props.onBigText}>
        {props.bigText ? t('normal_text') : t('big_text')}
      </button>
      <a
        class="plain"
        href={`tel:${props.phone.number}`}
        aria-label={t('call', { name: props.phone.name, number: props.phone.number })}
      >
        <span aria-hidden="true">☎</span> {props.phone.number}
      </a>
      <button
        type="button"
        class="plain"
        aria-expanded={open}
        aria-controls="menu"
        onClick={() => setOpen(!open)}
      >
        {t('menu')}
      </button>
      {open && (
        <nav
          id="menu"
          class="menu"
          onKeyDown={(event) => {
            if (event.key === 'Escape') setOpen(false)
          }}
        >
          <button type="button" onClick={pick(props.onTrack)}>
            {t('track_ticket')}
          </button>
          <button type="button" onClick={pick(props.onReset)}>
            {t('new_conversation')}
          </button>
          <button type="button" onClick={pick(props.onLanguage)}>
            {t('language')}
          </button>
          <button type="button" onClick={pick(props.onAbout)}>
            {t('about')}
          </button>
        </nav>
      )}
    </header>
  )
}
