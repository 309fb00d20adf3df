import type { TurnDeps } from './turn-context.ts'

type Sentence = {
  text: string
  origin: 'ai' | 'system'
  role: 'lead' | 'item' | 'text' | 'source' | 'notice'
  citations?: readonly number[]
  index?: number
}

/** One sentence to the resident. Reviewed fixed text has origin `system` (系统提示), anything composed `ai` (AI生成). */
export async function say(deps: Pick<TurnDeps, 'emit'>, sentence: Sentence): Promise<void> {
  await deps.emit({
    type: 'answer.sentence',
    index: sentence.index ?? 0,
    text: sentence.text,
    role: sentence.role,
    citations: [...(sentence.citations ?? [])],
    origin: sentence.origin,
  })
}

export async function sayLines(
  deps: Pick<TurnDeps, 'emit'>,
  lines: readonly string[],
): Promise<void> {
  for (const [index, text] of lines.entries()) {
    await say(deps, { text, origin: 'system', role: index === 0 ? 'lead' : 'text', index })
  }
}
