import { findTopicSwitch } from '../../knowledge-base/index.ts'
import { arrangeForQuestion } from '../answer-type.ts'
import { CitationBook } from '../citation-book.ts'
import { extractAnswer } from '../extract.ts'
import { turnText } from '../messages.ts'
import { say } from '../say.ts'
import { searchFor } from '../search-for.ts'
import type { TurnContext, TurnDeps } from '../turn-context.ts'
import { asks, pleads } from '../understanding/index.ts'
import { recordPassages, saySentence } from './answer.ts'

/** What helps on the spot, not the whole rule: the ticket is what follows. */
const MOST_SENTENCES = 3
/** Well above what the gate asks for: nobody asked for a rule in so many words, so only a sure one is worth the space. */
const SURE = 1.3

/** Of a report that also asks what to do: the question in it, if it is one for the rules. */
export function adviceAskedFor(turn: TurnContext, staysOpen: boolean): string | undefined {
  const beside = turn.understanding?.matters.find((matter) => matter.kind === 'question')
  // Once the card is drawn, the question beside the report is answered in full.
  if (beside !== undefined) return staysOpen ? beside.text : undefined
  return asks(turn.text) && !pleads(turn.text) ? turn.text : undefined
}

/**
 * A plain answer first (DESIGN §1), before we ask for place and time: 工资拖了三个月不发怎么办 is told where to turn, and
 * registered. From the passages' own words, so that no model is waited for. Says nothing where the rules say nothing.
 */
export async function adviseFirst(
  turn: TurnContext,
  deps: TurnDeps,
  question: string,
): Promise<void> {
  const { passages, gate } = await searchFor(turn, deps, question)
  const rules = passages.filter((p) => p.sourceType !== 'press' && p.outrankedBy === null)
  const [nearest] = rules
  if (nearest === undefined || !gate.answerable || gate.score < gate.threshold * SURE) return
  const source = `${nearest.title}\n${nearest.heading}`
  if ((await findTopicSwitch(deps.ctx, { question, source })) !== undefined) return
  const arranged = arrangeForQuestion(question, rules)
  if (arranged.missing !== null) return
  const book = new CitationBook()
  const speaking = { turn, deps, book, evidence: 'sufficient' as const }
  const sentences = extractAnswer(question, arranged.passages).slice(0, MOST_SENTENCES)
  for (const [index, sentence] of sentences.entries())
    await saySentence(speaking, {
      ...sentence,
      index,
      passages: [{ passage: sentence.passage, quote: sentence.quote }],
    })
  recordPassages(deps, passages, book)
}

/** What happens next, before the first question of it: a question alone reads as if nobody had listened. */
export async function openTicketTalk(turn: TurnContext, deps: TurnDeps): Promise<void> {
  await say(deps, {
    text: turnText(turn.locale, 'ticket_opening'),
    origin: 'system',
    role: 'notice',
  })
}
