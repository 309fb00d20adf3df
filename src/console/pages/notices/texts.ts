import en from '../../locales/notices.en.json'
import zh from '../../locales/notices.zh-CN.json'
import { textsOf } from '../../shared/texts.ts'

export const { t, tData } = textsOf(zh, en)
