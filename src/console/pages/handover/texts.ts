import en from '../../locales/handover.en.json'
import zh from '../../locales/handover.zh-CN.json'
import { textsOf } from '../../shared/texts.ts'

export const { t, tData } = textsOf(zh, en)
