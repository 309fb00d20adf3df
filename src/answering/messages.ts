import en from './locales/en.json' with { type: 'json' }
import zh from './locales/zh-CN.json' with { type: 'json' }

export type TurnTextKey = keyof typeof zh
type Variables = Readonly<Record<string, string | number>>

const TEXTS = { 'zh-CN': zh, en } as const

const BUTTONS: readonly TurnTextKey[] = [
  'choice_skip',
  'choice_anonymous',
  'next_matter',
  'offer_ticket',
  'offer_handover',
  'offer_continue',
  'same_add',
  'same_follow',
  'same_leave',
  'same_register',
]
const BUTTON_TEXTS: ReadonlySet<string> = new Set(
  Object.values(TEXTS).flatMap((texts) => BUTTONS.map((key) => texts[key])),
)

/** A tap on a button of ours: these are no words of the resident's. */
export function isButton(text: string): boolean {
  return BUTTON_TEXTS.has(text.trim())
}

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
