import en from './locales/en.json' with { type: 'json' }
import zh from './locales/zh-CN.json' with { type: 'json' }

export type PrivacyKey = keyof typeof zh
export type Say = (key: PrivacyKey, values?: Readonly<Record<string, string | number>>) => string

export function sayIn(locale: 'zh-CN' | 'en'): Say {
  const texts: Readonly<Record<PrivacyKey, string>> = locale === 'en' ? en : zh
  return (key, values = {}) =>
    texts[key].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}
