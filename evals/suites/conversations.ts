import type { OutcomeFamily } from '../../src/protocol/outcomes.ts'
import { numbersIn } from '../scorers/numbers.ts'
import { says, textOf, verdict, type Reply } from '../scorers/reply.ts'
import { mean } from '../scorers/ir.ts'
import {
  compareTicket,
  draftsOf,
  FIELDS,
  ticketScore,
  type Field,
  type TicketGrades,
} from '../scorers/tickets.ts'
import { DATASETS, readDataset } from '../support/datasets.ts'
import { lastOf, passed, share, type Suite } from './case.ts'

/** Families that serve a turn equally: the question for a missing place is a clarification, and so on. */
const SERVES: Partial<Record<OutcomeFamily, readonly OutcomeFamily[]>> = {
  clarification: ['ticket'],
  guardrail: ['declined'],
  declined: ['guardrail'],
  tracked: ['clarification'],
  answered: ['greeting'],
}

/** Words and cards: a ticket's place stands on its card. 30日 and 三十日 are one fact, whichever of them a script names. */
function saysFact(reply: Reply, words: string): boolean {
  const cards = reply.drafts.map(({ place, since }) => [place, since].join(' '))
  const text = [textOf(reply), ...cards].join('\n')
  if (says(text, words)) return true
  const wanted = numbersIn(/\d$/.test(words) ? `${words}日` : words)
  const given = new Set(numbersIn(text).map(({ value }) => value))
  return wanted.length > 0 && wanted.every(({ value }) => given.has(value))
}

/** Scripts of several turns: follow-ups, corrections, hand-over, danger in the second turn. Every turn is judged. */
export const conversationsSuite: Suite = {
  name: 'conversations',
  about: 'every turn of a script ends as it should and says its facts',
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

const gradesOf = new WeakMap<readonly Reply[], TicketGrades>()

/** The button below every answer that found nothing, and on every page. */
const REGISTER = '报问题，登记工单'

/** What was not said is not known; and who came to have it registered says so when an answer was all they got. */
function sayMore(replies: readonly Reply[]): string | undefined {
  const last = replies.at(-1)
  if (last?.outcome === 'ticket_question') return '不知道，跳过'
  const settled = replies.some(
    ({ drafts, family }) => drafts.length > 0 || family === 'emergency' || family === 'handoff',
  )
  return settled ? undefined : REGISTER
}

/** Residents report in their own words; what is left open they skip. Scored field by field. */
export const ticketsSuite: Suite = {
  name: 'tickets',
  about: 'a report told in the resident’s words becomes a draft that needs no retyping',
  async load() {
    const rows = await readDataset(DATASETS.ticketConversations)
    return rows.map((row) => ({
      id: row.id,
      tags: row.tags,
      messages: row.turns,
      next: sayMore,
      judge: (replies) => {
        const grades = compareTicket(row.expected, replies)
        gradesOf.set(replies, grades)
        const wrong = FIELDS.filter((field) => needsWork(field, grades))
        return verdict(wrong.map((field) => `wrong ${field}: ${shown(field, replies)}`))
      },
      score: (replies) => {
        const grades = gradesOf.get(replies)
        return grades === undefined ? 0 : ticketScore(grades)
      },
      expected: JSON.stringify(row.expected),
    }))
  },
  metrics(results) {
    const holds = (test: (grades: TicketGrades) => boolean): number =>
      share(results, ({ replies }) => {
        const grades = gradesOf.get(replies)
        return grades !== undefined && test(grades)
      })
    return {
      whole: share(results, passed),
      drafted: holds(({ drafted }) => drafted),
      fields: mean(results.map(({ score }) => score)),
      category_top1: holds(({ fields }) => fields.category === 'exact'),
      category_top3: holds(({ topThree }) => topThree),
      appeal_type: holds(({ fields }) => fields.appeal_type === 'exact'),
      urgency: holds(({ fields }) => fields.urgency === 'exact'),
      place_exact: holds(({ fields }) => fields.place === 'exact'),
      place: holds(({ fields }) => fields.place !== 'wrong'),
      since_exact: holds(({ fields }) => fields.since === 'exact'),
      since: holds(({ fields }) => fields.since !== 'wrong'),
      matters: holds(({ fields }) => fields.matters === 'exact'),
    }
  },
}

/** A place or a time that is right as far as it goes is no retyping; a category in second place is. */
function needsWork(field: Field, { fields }: TicketGrades): boolean {
  return fields[field] === 'wrong' || (field === 'category' && fields.category === 'partial')
}

function shown(field: Field, replies: readonly Reply[]): string {
  const drafts = draftsOf(replies)
  const [first] = drafts
  if (first === undefined) return lastOf(replies).outcome
  const values: Readonly<Record<Field, string | null>> = {
    category: first.categories.slice(0, 3).join(' '),
    appeal_type: first.appealType,
    urgency: first.urgency,
    place: first.place,
    since: first.since,
    matters: String(drafts.length),
  }
  return values[field] ?? 'none'
}
