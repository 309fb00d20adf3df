import en from '../../locales/security.en.json'
import zh from '../../locales/security.zh-CN.json'
import { textsOf } from '../../shared/texts.ts'

export const { t } = textsOf(zh, en)
