import en from '../../locales/people.en.json'
import zh from '../../locales/people.zh-CN.json'
import { textsOf } from '../../shared/texts.ts'

export const { t, tData } = textsOf(zh, en)
