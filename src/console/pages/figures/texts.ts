import en from '../../locales/figures.en.json'
import zh from '../../locales/figures.zh-CN.json'
import { textsOf } from '../../shared/texts.ts'

export const { t, tData } = textsOf(zh, en)
