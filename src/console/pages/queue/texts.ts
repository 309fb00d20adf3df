import en from '../../locales/queue.en.json'
import zh from '../../locales/queue.zh-CN.json'
import { textsOf } from '../../shared/texts.ts'

export const { t, tData } = textsOf(zh, en)
