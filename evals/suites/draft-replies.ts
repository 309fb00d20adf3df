import { turnText } from '../../src/answering/messages.ts'
import { draftsOf } from '../scorers/tickets.ts'
import { fold, textOf, verdict, type Reply } from '../scorers/reply.ts'
import { DATASETS, readDataset, type DraftReply } from '../support/datasets.ts'
import { lastOf, passed, share, tagged, type Suite } from './case.ts'

const NEXT = turnText('zh-CN', 'next_matter')
const SKIP = turnText('zh-CN', 'choice_skip')
const ASKS = [turnText('zh-CN', 'ask_where'), turnText('zh-CN', 'ask_since')]

/** Place and time of either matter, and the step from one to the other. */
const TWO_CARDS = 8

const asks = (reply: Reply | undefined): boolean => ASKS.includes(reply?.choices?.prompt ?? '')

/** Skips what is asked, and takes up the second matter where one was noted. */
function sayMore(replies: readonly Reply[]): string | undefined {
  const last = lastOf(replies)
  if (last.choices?.texts.includes(NEXT)) return NEXT
  return last.outcome === 'ticket_question' || asks(last) ? SKIP : undefined
}

const holds = (given: string | null | undefined, wanted: string | null): boolean =>
  wanted === null ? (given ?? null) === null : fold(given ?? '').includes(fold(wanted))

/** The first card holds what belongs to it and nothing else; the second matter has its own; a question is answered. */
function judge({ turns, expected }: DraftReply, replies: readonly Reply[]): (string | false)[] {
  const drafted = replies.filter(({ drafts }) => drafts.length > 0)
  const first = drafted[0]?.drafts[0]
  const said = turns[1] ?? ''
  const reply = replies[1]
  const told = fold(first?.told ?? '')
  const common = [
    first === undefined && 'no card',
    !holds(first?.place, expected.place) && `place: ${first?.place ?? 'none'}`,
    !holds(first?.since, expected.since) &&
      expected.since !== null &&
      `since: ${first?.since ?? 'none'}`,
  ]
  if (expected.kind === 'new') {
    const second = fold(expected.second ?? '')
    const other = draftsOf(replies)
    return [
      ...common,
      told.includes(second) && 'the new matter stands on the first card',
      !(drafted.length > 1 && other.some((card) => fold(card.told).includes(second))) &&
        'the new matter has no card',
      reply !== undefined &&
        !fold(textOf(reply)).includes(second) &&
        'the new matter is not told as noted',
    ]
  }
  if (expected.kind === 'question')
    return [
      ...common,
      told.includes(fold(said)) && 'the question stands on the card',
      reply?.family === 'ticket' && `the question ended in ${reply.outcome}`,
      !asks(reply) && 'what the draft asks is not asked again',
    ]
  return [
    ...common,
    expected.keeps !== null && !told.includes(fold(expected.keeps)) && `lost: ${expected.keeps}`,
    drafted.length !== 1 && `${drafted.length} times a card`,
    reply?.family !== 'ticket' && `ended in ${reply?.outcome}`,
  ]
}

/** A draft asks where or since when, and the resident says something: told apart without a model. */
export const draftRepliesSuite: Suite = {
  name: 'draft-replies',
  groups: ['answer', 'addition', 'new', 'question'],
  about: 'what is said while a draft asks goes where it belongs',
  async load() {
    const rows = await readDataset(DATASETS.draftReplies)
    return rows.map((row) => ({
      id: row.id,
      tags: [...row.tags, row.source],
      messages: row.turns,
      next: sayMore,
      patience: TWO_CARDS,
      judge: (replies) => verdict(judge(row, replies)),
      expected: JSON.stringify(row.expected),
    }))
  },
  metrics(results) {
    const kinds = ['answer', 'addition', 'new', 'question'].map((kind) => [
      kind,
      share(tagged(results, kind), passed),
    ])
    return {
      right: share(results, passed),
      right_blind: share(tagged(results, 'blind'), passed),
      ...Object.fromEntries(kinds),
    }
  },
}
