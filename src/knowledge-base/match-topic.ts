import { foldText } from '../retrieval/index.ts'
import type { TopicSwitch } from './switch-store.ts'

/**
 * The switch that covers a question: the whole service before a topic. A topic is met by one of its words in the
 * question, or in the title or heading of the passage an answer would stand on, which catches other wordings.
 */
export function matchTopic(
  switches: readonly TopicSwitch[],
  input: { question: string; source: string },
): TopicSwitch | undefined {
  const texts = [foldText(input.question), foldText(input.source)]
  const covers = ({ words }: TopicSwitch): boolean =>
    words.some((word) => texts.some((text) => text.includes(foldText(word))))
  return (
    switches.find(({ scope }) => scope === 'all') ??
    switches.find((item) => item.scope === 'topic' && covers(item))
  )
}
