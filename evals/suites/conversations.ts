import type { OutcomeFamily } from '../../src/protocol/outcomes.ts'
import { numbersIn } from '../scorers/numbers.ts'
import { says, textOf, verdict, type Reply } from '../scorers/reply.ts'
import { compareTicket, type TicketFields } from '../scorers/tickets.ts'
import { DATASETS, readDataset } from '../support/datasets.ts'
import { lastOf, share, type CaseResult, type Suite } from './case.ts'

const passed = ({ verdict: given }: CaseResult): boolean => given.pass

/** Families that serve a turn equally: the question for a missing place is a clarification, and so on. */
const SERVES: Partial<Record<OutcomeFamily, readonly OutcomeFamily[]>> = {
  clarification: ['ticket'],
  guardrail: ['declined'],
  declined: ['guardrail'],
  tracked: ['clarification'],
  answered: ['greeting'],
}

/** 30日 and 三十日 are one fact, whichever of them a script names. */
function saysFact(reply: Reply, words: string): boolean {
  const text = textOf(reply)
  if (says(text, words)) return true
  const wanted = numbersIn(/\d$/.test(words) ? `${words}日` : words)
  const given = new Set(numbersIn(text).map(({ value }) => value))
  return wanted.length > 0 && wanted.every(({ value }) => given.has(value))
}

/** Scripts of several turns: follow-ups, corrections, hand-over, danger in the second turn. Every turn is judged. */
export const conversationsSuite: Suite = {
  name: 'conversations',
  async load() {
    const rows = await readDataset(DATASETS.conversations)
    return rows.map((row) => ({
      id: row.id,
      tags: row.tags,
      messages: row.turns.map(({ say }) => say),
      judge: (replies) =>
        verdict(
          row.turns.flatMap(({ expect }, at) => {
            const reply = replies[at]
            if (reply === undefined) return [`turn ${at + 1} has no reply`]
            const wanted: readonly string[] = [
              expect.outcome_family,
              ...(SERVES[expect.outcome_family] ?? []),
            ]
            return [
              !wanted.includes(reply.family) && `turn ${at + 1} ${reply.outcome}`,
              ...expect.must_contain
                .filter((words) => !saysFact(reply, words))
                .map((words) => `turn ${at + 1} missing: ${words}`),
            ]
          }),
        ),
      expected: row.turns
        .map(({ expect }) => [expect.outcome_family, ...expect.must_contain].join(' '))
        .join(' → '),
    }))
  },
  metrics(results) {
    const turns = results.reduce((sum, { replies }) => sum + replies.length, 0)
    const wrong = results.reduce(
      (sum, item) =>
        sum + new Set(item.verdict.reasons.map((reason) => /^turn \d+/.exec(reason)?.[0])).size,
      0,
    )
    return { whole: share(results, passed), turns: turns === 0 ? 0 : (turns - wrong) / turns }
  },
}

const fieldsOf = new WeakMap<readonly Reply[], TicketFields>()

/** Residents report in their own words; what is left open they skip. Scored field by field. */
export const ticketsSuite: Suite = {
  name: 'tickets',
  async load() {
    const rows = await readDataset(DATASETS.ticketConversations)
    return rows.map((row) => ({
      id: row.id,
      tags: row.tags,
      messages: row.turns,
      next: (reply) => (reply.outcome === 'ticket_question' ? '不知道，跳过' : undefined),
      judge: (replies) => {
        const fields = compareTicket(row.expected, replies)
        fieldsOf.set(replies, fields)
        const wrong = Object.entries(fields).filter(([, right]) => !right)
        return verdict(wrong.map(([field]) => `wrong ${field}: ${shown(field, replies)}`))
      },
      expected: JSON.stringify(row.expected),
    }))
  },
  metrics(results) {
    const right = (field: keyof TicketFields): number =>
      share(results, ({ replies }) => fieldsOf.get(replies)?.[field] === true)
    return {
      whole: share(results, passed),
      drafted: right('drafted'),
      category_top1: right('category_top1'),
      category_top3: right('category_top3'),
      appeal_type: right('appeal_type'),
      urgency: right('urgency'),
      place: right('place'),
      matters: right('matters'),
    }
  },
}

function shown(field: string, replies: readonly Reply[]): string {
  const drafts = replies.findLast((reply) => reply.drafts.length > 0)?.drafts ?? []
  const [first] = drafts
  if (first === undefined) return lastOf(replies).outcome
  const values: Readonly<Record<string, string | null>> = {
    category_top1: first.categories[0] ?? null,
    category_top3: first.categories.join(' '),
    appeal_type: first.appealType,
    urgency: first.urgency,
    place: first.place,
    matters: String(drafts.length),
  }
  return values[field] ?? 'none'
}
