import en from './locales/en.json'
import zh from './locales/zh-CN.json'

export type TextKey = keyof typeof zh
export type Locale = 'zh-CN' | 'en'

const TEXTS: Readonly<Record<Locale, Readonly<Record<TextKey, string>>>> = { 'zh-CN': zh, en }
let locale: Locale = 'zh-CN'
let overrides: Readonly<Record<string, string>> = {}

export function setLocale(next: Locale): void {
  locale = next
  document.documentElement.lang = next
  document.title = t('title')
}

export function currentLocale(): Locale {
  return locale
}

/** Operators may replace any string of the page. */
export function setOverrides(next: Readonly<Record<string, string>>): void {
  overrides = next
}

export function t(key: TextKey, variables: Readonly<Record<string, string | number>> = {}): string {
  const template = overrides[key] ?? TEXTS[locale][key]
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(variables[name] ?? ''))
}

/** For keys made from data (`type_complaint`): the data's own word when there is no text for it. */
export function tData(prefix: string, value: string): string {
  const key = `${prefix}_${value}`
  return key in TEXTS[locale] ? t(key as TextKey) : value
}
