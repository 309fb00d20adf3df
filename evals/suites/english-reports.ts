import { turnText } from '../../src/answering/messages.ts'
import { meets } from '../scorers/labels.ts'
import { draftsOf } from '../scorers/tickets.ts'
import { fold, verdict, type Reply } from '../scorers/reply.ts'
import { DATASETS, readDataset, type EnglishReport } from '../support/datasets.ts'
import { lastOf, passed, share, tagged, type CaseResult, type Suite } from './case.ts'

const SKIP = turnText('en', 'choice_skip')

function sayMore(replies: readonly Reply[]): string | undefined {
  return lastOf(replies).outcome === 'ticket_question' ? SKIP : undefined
}

const firstCodes = new Map<string, boolean>()

const holds = (given: string | null | undefined, wanted: string | null): boolean =>
  wanted === null || fold(given ?? '').includes(fold(wanted))

function judge({ id, expected }: EnglishReport, replies: readonly Reply[]): (string | false)[] {
  const [first] = replies
  const [card] = draftsOf(replies)
  const codes = card?.categories ?? []
  const wanted = expected.category ?? ''
  firstCodes.set(id, meets(wanted, codes[0]))
  if (expected.kind === 'emergency')
    return [first?.family !== 'emergency' && `no alarm: ${first?.outcome}`]
  if (expected.kind === 'other')
    return [
      (card !== undefined || first?.family === 'ticket') && 'taken for a report',
      first?.family === 'emergency' && 'false alarm',
    ]
  const prompts = replies.flatMap(({ choices }) => choices?.prompt ?? [])
  return [
    first?.family === 'emergency' && 'false alarm',
    card === undefined && `no card: ${first?.outcome}`,
    card !== undefined &&
      !codes.slice(0, 3).some((code) => meets(wanted, code)) &&
      `category: ${codes.slice(0, 3).join(' ')}`,
    !holds(card?.place, expected.place) && `place: ${card?.place ?? 'none'}`,
    !holds(card?.since, expected.since) && `since: ${card?.since ?? 'none'}`,
    prompts.some((prompt) => /\p{Script=Han}/u.test(prompt)) && 'asked in Chinese',
  ]
}

/** Problems told in English on the English page, without a model: a card with the right category among its three. */
export const englishReportsSuite: Suite = {
  name: 'english-reports',
  groups: ['report', 'other', 'emergency'],
  about: 'a problem told in English becomes a card, and what is none does not',
  async load() {
    const rows = await readDataset(DATASETS.englishReports)
    return rows.map((row) => ({
      id: row.id,
      tags: [...row.tags, row.source],
      messages: row.turns,
      locale: 'en',
      next: sayMore,
      judge: (replies) => verdict(judge(row, replies)),
      expected: JSON.stringify(row.expected),
    }))
  },
  metrics(results) {
    const reports = tagged(results, 'report')
    const first = (some: readonly CaseResult[]): number =>
      share(some, ({ id }) => firstCodes.get(id) === true)
    return {
      right: share(results, passed),
      right_blind: share(tagged(results, 'blind'), passed),
      report: share(reports, passed),
      report_blind: share(tagged(reports, 'blind'), passed),
      category_top1: first(reports),
      category_top1_blind: first(tagged(reports, 'blind')),
      other: share(tagged(results, 'other'), passed),
      other_blind: share(tagged(tagged(results, 'other'), 'blind'), passed),
      emergency: share(tagged(results, 'emergency'), passed),
    }
  },
}
