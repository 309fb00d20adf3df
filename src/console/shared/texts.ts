import commonEn from '../locales/common.en.json'
import commonZh from '../locales/common.zh-CN.json'

export const locale: 'zh-CN' | 'en' =
  new URLSearchParams(location.search).get('lang') === 'en' ||
  localStorage.getItem('gw-lang') === 'en'
    ? 'en'
    : 'zh-CN'
document.documentElement.lang = locale

type Variables = Readonly<Record<string, string | number>>
type Table = Readonly<Record<string, string>>

export type Texts<Key extends string> = {
  t(key: Key, variables?: Variables): string
  /** The text `prefix_value` of a value that comes as data; the value itself when there is none. */
  tData(prefix: string, value: string): string
}

function fill(text: string, variables: Variables): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(variables[name] ?? ''))
}

/** The texts of one area on top of the common ones; each area brings its own two files. */
export function textsOf<T extends Table>(
  zh: T,
  en: Readonly<Record<keyof T, string>>,
): Texts<Extract<keyof T, string> | keyof typeof commonZh> {
  const table: Table = locale === 'en' ? { ...commonEn, ...en } : { ...commonZh, ...zh }
  return {
    t: (key, variables = {}) => fill(table[key] ?? key, variables),
    tData: (prefix, value) => table[`${prefix}_${value}`] ?? value,
  }
}

export const { t, tData } = textsOf({}, {})
