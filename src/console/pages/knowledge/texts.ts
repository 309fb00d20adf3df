import en from '../../locales/knowledge.en.json'
import zh from '../../locales/knowledge.zh-CN.json'
import { textsOf } from '../../shared/texts.ts'

export const { t, tData } = textsOf(zh, en)
