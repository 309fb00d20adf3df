import type { CategoryCandidate } from '../../protocol/tickets.ts'
import { isEnglish } from '../../shared/english.ts'
import { findCategory, isOffered } from '../catalogue.ts'
import { classifyTicket, type Classified } from '../classifier/index.ts'
import { classifyEnglish } from './classify-english.ts'

/** Below this nothing is preset and a person chooses (R-CAT-3). */
export const PRESET_CONFIDENCE = 0.6

const SHOWN = 3
/** Looked through for three that may be chosen. */
const RANKED = 12

/** How people begin to speak, and how they end: nothing of the matter. */
const MANNERS =
  /(?:^|(?<=[\s,，。!！?？\n]))(?:嗯+|那什么|喂|哎呀|你好|您好|请问|麻烦(?:问一?下|看看)?|我(?:先|来|就|要|想)*(?:投诉|举报|反映|报修|咨询|求助|打听|问|说|讲)(?:一?(?:个|件|下|些))?(?:事情?|问题|情况)?|我跟你讲|是不是投诉|打听一下|想问一下|你们管不管|[一二两三四]件事|都是|就在|在)(?:啊|呀|吧|的)?[,，:：]?\s*/gu
const OTHER = 'L99'
/** 其他 is what is left when nothing fits: below this it stands behind what might. */
const SURE_OF_OTHER = 0.5

/** The classifier's first three of what the catalogue offers that day; its weights may be older and name what is retired. */
export function suggestCategories(text: string, day?: string): CategoryCandidate[] {
  return otherLast(rank(text))
    .flatMap((candidate) => {
      const category = findCategory(candidate.code)
      if (category === undefined) return []
      if (day !== undefined && !isOffered(category, day)) return []
      return [{ ...candidate, name: category.name }]
    })
    .slice(0, SHOWN)
}

function rank(text: string): readonly Classified[] {
  if (isEnglish(text)) return classifyEnglish(text)
  const plain = text.replaceAll(MANNERS, '')
  return classifyTicket(/\p{L}/u.test(plain) ? plain : text, RANKED)
}

function otherLast(ranked: readonly Classified[]): Classified[] {
  const [first] = ranked
  if (first === undefined || !first.code.startsWith(OTHER) || first.confidence >= SURE_OF_OTHER)
    return [...ranked]
  const [, second, third, ...rest] = ranked
  return [second, third, first, ...rest].filter((item) => item !== undefined)
}
