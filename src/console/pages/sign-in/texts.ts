import en from '../../locales/sign-in.en.json'
import zh from '../../locales/sign-in.zh-CN.json'
import { textsOf } from '../../shared/texts.ts'

export const { t, tData } = textsOf(zh, en)
