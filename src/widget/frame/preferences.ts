import { useEffect, useState } from 'preact/hooks'
import type { ChatStore } from './chat-store.ts'
import { useHostOptions } from './embedding.ts'
import { currentLocale, setLocale, type Locale } from './i18n.ts'
import type { TextSize } from './saved.ts'

export type Preferences = {
  locale: Locale
  changeLocale: (locale: Locale) => void
  size: TextSize
  setSize: (size: TextSize) => void
}

/** Language and type size, and what an embedding page sets: applied to the document, the size kept for the next visit. */
export function usePreferences(store: ChatStore): Preferences {
  useHostOptions()
  const [locale, changeLocale] = useState(() => initialLocale(store.saved.locale))
  const [size, setSize] = useState(store.saved.size)
  useEffect(() => setLocale(locale), [locale])
  useEffect(() => {
    document.documentElement.dataset['size'] = size
    store.remember({ size, locale })
  }, [size, locale, store])
  return { locale, changeLocale, size, setSize }
}

/** An address that names a language wins over the last visit's. */
function initialLocale(last: Locale | null): Locale {
  const asked = new URLSearchParams(location.search).get('lang')
  return asked === 'en' || asked === 'zh-CN' ? asked : (last ?? currentLocale())
}
