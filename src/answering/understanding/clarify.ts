import table from '../../../knowledge/tables/clarify.json' with { type: 'json' }
import type { Understanding } from './schema.ts'

/** Bare topics whose readings lead to different answers. Each choice is a full question, sent as it stands when tapped. */
const TOPICS = table.topics.map(({ pattern, ...rest }) => ({
  ...rest,
  pattern: new RegExp(pattern, 'u'),
}))

export function findClarification(text: string): Understanding['clarify'] {
  const bare = text.normalize('NFKC').replace(/[\s?。!,]+/gu, '')
  const topic = TOPICS.find(({ pattern }) => pattern.test(bare))
  return topic === undefined ? null : { question: topic.question, choices: topic.choices }
}
