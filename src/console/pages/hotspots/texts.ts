import en from '../../locales/hotspots.en.json'
import zh from '../../locales/hotspots.zh-CN.json'
import { textsOf } from '../../shared/texts.ts'

export const { t, tData } = textsOf(zh, en)
