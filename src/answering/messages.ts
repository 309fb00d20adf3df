import en from './locales/en.json' with { type: 'json' }
import zh from './locales/zh-CN.json' with { type: 'json' }

export type TurnTextKey = keyof typeof zh
type Variables = Readonly<Record<string, string | number>>

const TEXTS = { 'zh-CN': zh, en } as const

/** Fixed, reviewed sentences of the turn. Throws when a variable of the template is not given. */
export function turnText(
  locale: 'zh-CN' | 'en',
  key: TurnTextKey,
  variables: Variables = {},
): string {
  const given: Variables = { hotline: '12345', ...variables }
  return TEXTS[locale][key].replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = given[name]
    if (value === undefined) throw new Error(`turn text ${key} needs ${name}`)
    return String(value)
  })
}
