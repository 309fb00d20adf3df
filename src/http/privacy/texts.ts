import en from './locales/en.json' with { type: 'json' }
import zh from './locales/zh-CN.json' with { type: 'json' }

export type PrivacyKey = keyof typeof zh
export type Say = (key: PrivacyKey, values?: Readonly<Record<string, string | number>>) => string

export function sayIn(locale: 'zh-CN' | 'en'): Say {
  const texts: Readonly<Record<PrivacyKey, string>> = locale === 'en' ? en : zh
  return (key, values = {}) =>
    texts[key].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}

/** `3 years` where a period is a number of years, leap days included; `184 days` where it is not. */
export function periodText(days: number, say: Say): string {
  const years = Math.round(days / 365.25)
  const isYears = years > 0 && Math.abs(days - years * 365.25) < 1
  if (isYears) return say(years === 1 ? 'year' : 'years', { count: years })
  return say('days', { count: days })
}
