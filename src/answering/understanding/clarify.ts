import table from '../../../knowledge/tables/clarify.json' with { type: 'json' }
import type { Understanding } from './schema.ts'

/** Bare topics whose readings lead to different answers. Each choice is a full question, sent as it stands when tapped. */
const TOPICS = table.topics.map(({ pattern, ...rest }) => ({
  ...rest,
  pattern: new RegExp(pattern, 'u'),
}))

/** 我想…, 请问…: manners before the topic. */
const LEAD_IN =
  /^(?:你好|您好|喂|请问|麻烦)*(?:我们?|咱们?)?(?:就是|就)?(?:想|要|打算|准备|需要|来)?(?:问|咨询|了解|打听)?(?:一下|下)?/u

export function findClarification(text: string): Understanding['clarify'] {
  const bare = text
    .normalize('NFKC')
    .replace(/[\s?。!,]+/gu, '')
    .replace(LEAD_IN, '')
    .replace(/[那这]个/u, '')
  const topic = TOPICS.find(({ pattern }) => pattern.test(bare))
  return topic === undefined ? null : { question: topic.question, choices: topic.choices }
}
