import type { Respelling } from '../retrieval/index.ts'
import { turnText } from './messages.ts'
import { say } from './say.ts'
import type { TurnContext, TurnDeps } from './turn-context.ts'

/** What was searched is not what was written: said before anything else, so that a wrong guess is seen as one. */
export async function tellRespelled(
  { locale, text, question = text }: Pick<TurnContext, 'locale' | 'text' | 'question'>,
  deps: Pick<TurnDeps, 'emit'>,
  respelled: readonly Respelling[],
): Promise<void> {
  if (respelled.length === 0) return
  const words = clausesWith(
    question,
    respelled.map(({ meant }) => meant),
  ).join('，')
  await say(deps, {
    text: turnText(locale, 'searched_as', { words }),
    origin: 'system',
    role: 'notice',
  })
}

/** A word by itself says little, and a long story too much. */
function clausesWith(question: string, words: readonly string[]): string[] {
  return question
    .split(/[，。？！；、,.?!;\s]+/u)
    .filter((clause) => words.some((word) => clause.includes(word)))
}
