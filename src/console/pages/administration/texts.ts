import en from '../../locales/administration.en.json'
import zh from '../../locales/administration.zh-CN.json'
import { locale, textsOf } from '../../shared/texts.ts'

export const { t, tData } = textsOf(zh, en)

export function listText(parts: readonly string[]): string {
  return parts.join(locale === 'en' ? ', ' : '、')
}
