import en from './locales/en.json'
import zh from './locales/zh-CN.json'

export type TextKey = keyof typeof zh

export const locale: 'zh-CN' | 'en' =
  new URLSearchParams(location.search).get('lang') === 'en' ||
  localStorage.getItem('gw-lang') === 'en'
    ? 'en'
    : 'zh-CN'
document.documentElement.lang = locale

export function t(key: TextKey, variables: Readonly<Record<string, string | number>> = {}): string {
  return (locale === 'en' ? en : zh)[key].replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    String(variables[name] ?? ''),
  )
}

export function tData(prefix: string, value: string): string {
  const key = `${prefix}_${value}`
  return key in zh ? t(key as TextKey) : value
}
