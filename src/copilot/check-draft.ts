import { admitLine, checkPromises, checkSentence, type PromiseFacts } from '../answering/index.ts'
import type { Passage } from '../retrieval/index.ts'

export type CheckedDraft = {
  text: string
  removed: string[]
  /** Passages that sentences of the draft stand on. */
  used: ReadonlySet<string>
}

type Input = {
  passages: readonly Passage[]
  question: string
  facts: PromiseFacts
  /** The talk itself: what the resident said may be said back. */
  talk: string
  /** Unit names the directory gave. */
  units: readonly string[]
}

/** A draft is held to what an answer is held to: a sentence that its source does not bear out is not handed over. */
export function checkDraft(text: string, input: Input): CheckedDraft {
  const byToken = new Map(input.passages.map((passage, at) => [`S${at + 1}`, passage]))
  const kept: string[] = []
  const removed: string[] = []
  const used = new Set<string>()
  for (const line of linesOf(text)) {
    const plain = line.replaceAll(/\s*\[S\d{1,2}\]/g, '')
    const honest = checkPromises(plain, input.facts).ok
    const cites = /\[S\d{1,2}\]/.test(line)
    const admitted =
      honest && cites
        ? admitLine(line, { byToken, question: input.question, isFirst: false })
        : undefined
    if (admitted !== undefined) {
      kept.push(admitted.text)
      for (const { passage } of admitted.passages) used.add(passage.passageId)
    } else if (honest && !cites && checkSentence(plain, [input.talk, ...input.units]).ok) {
      kept.push(plain)
    } else removed.push(plain)
  }
  return { text: kept.join('\n'), removed, used }
}

/** One sentence a line, also where the model wrote a paragraph; a token stays with the sentence before it. */
function linesOf(text: string): string[] {
  return text
    .replaceAll(/([。!?！？；;])(?!\s*\[S\d)/g, '$1\n')
    .replaceAll(/([。!?！？；;](?:\s*\[S\d{1,2}\])+)/g, '$1\n')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
