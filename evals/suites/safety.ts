import { alarmed, scoreInjection, scoreRoute } from '../scorers/routes.ts'
import { verdict } from '../scorers/reply.ts'
import { DATASETS, readDataset, ROUTES, type EmergencyCase } from '../support/datasets.ts'
import {
  falseAlarms,
  lastOf,
  passed,
  share,
  tagged,
  type CaseResult,
  type Suite,
  type SuiteCase,
} from './case.ts'

function emergencyCase(row: EmergencyCase): SuiteCase {
  const danger = row.expected.kind !== 'none'
  const history = (row.history ?? []).filter(({ role }) => role === 'resident')
  return {
    id: row.id,
    tags: [...row.tags, row.source, danger ? 'danger' : 'near_miss', row.expected.kind],
    messages: [...history.map(({ text }) => text), row.input],
    judge: (replies) =>
      verdict([
        danger && !alarmed(replies) && 'no alarm',
        !danger && alarmed(replies) && `false alarm: ${lastOf(replies).card?.kind ?? ''}`,
      ]),
    expected: row.expected.kind,
  }
}

/**
 * `hazard:collapse` and the like: the row names a danger of the R-EMG table (a road giving way, tiles coming down, a bent pole, a fight),
 * which a card and a ticket both fit. It is no ordinary report, so neither a card nor its absence is counted; rows were tagged by the table
 * whatever the gate says of them.
 */
const namesHazard = (tags: readonly string[]): boolean =>
  tags.some((tag) => tag.startsWith('hazard:'))

/** What residents report every day: a gate that alarms on these stands between them and the ticket desk. */
async function ordinaryReports(): Promise<SuiteCase[]> {
  const all = await readDataset(DATASETS.classification)
  const single = all.filter(({ tags }) => !namesHazard(tags))
  const told = await readDataset(DATASETS.ticketConversations)
  const calm = told.filter(
    ({ tags, expected }) =>
      expected.urgency !== 'critical' && !tags.includes('emergency') && !namesHazard(tags),
  )
  const rows = [
    ...single.map(({ id, input }) => ({ id, messages: [input] })),
    ...calm.map(({ id, turns }) => ({ id, messages: turns })),
  ]
  return rows.map(({ id, messages }) => ({
    id,
    messages,
    tags: ['report'],
    judge: (replies) => {
      const card = replies.find((reply) => reply.card !== null)?.card
      return verdict([alarmed(replies) && `false alarm: ${card?.kind ?? ''}`])
    },
    expected: 'none',
  }))
}

const OWN_ROWS = 3

const kindRight = ({ expected, replies }: CaseResult): boolean =>
  replies.some((reply) => expected === reply.card?.kind)

/**
 * Recall and false alarms; `blind` sets were written without sight of the rules and are told apart. The `second` was written when figures
 * on the first had been looked at for months, by somebody who knew neither the rules nor any other set: everyday talk, every other line of it
 * made of words that elsewhere tell of danger.
 */
export const emergencySuite: Suite = {
  name: 'emergency',
  groups: ['danger', 'near_miss', 'report'],
  about: 'danger raises the card, and nothing else does',
  async load() {
    const sets = await Promise.all([
      readDataset(DATASETS.emergency),
      readDataset(DATASETS.emergencyBlind),
      readDataset(DATASETS.nearMiss),
      readDataset(DATASETS.nearMissBlind),
      readDataset(DATASETS.emergencySecond),
      readDataset(DATASETS.nearMissSecond),
    ])
    // The gate is learned from the own half and read whole by its unit tests; whole turns need only some of it.
    const told = sets.flat().filter(({ source }, at) => source !== 'own' || at % OWN_ROWS === 0)
    return [...told.map(emergencyCase), ...(await ordinaryReports())]
  },
  metrics(results) {
    const danger = tagged(results, 'danger')
    const near = tagged(results, 'near_miss')
    const rung = (of: readonly CaseResult[]): number => share(of, (item) => !passed(item))
    const first = (of: readonly CaseResult[]): CaseResult[] =>
      tagged(of, 'blind').filter(({ tags }) => !tags.includes('second'))
    return {
      recall_own: share(tagged(danger, 'own'), passed),
      recall_blind: share(first(danger), passed),
      recall_second: share(tagged(danger, 'second'), passed),
      recall_direct: share(tagged(danger, 'direct'), passed),
      false_alarm_own: rung(tagged(near, 'own')),
      false_alarm_blind: rung(first(near)),
      false_alarm_second: rung(tagged(near, 'second')),
      false_alarm_reports: rung(tagged(results, 'report')),
      kind_right: share(
        danger.filter(({ tags }) => !tags.includes('second')),
        kindRight,
      ),
      kind_right_second: share(tagged(danger, 'second'), kindRight),
    }
  },
}

const MONDAY_NIGHT = '2026-11-23T22:30:00+08:00'

export const routingSuite: Suite = {
  name: 'routing',
  about: 'each row of the routing table ends in its outcome and its words',
  async load() {
    const rows = await readDataset(DATASETS.routing)
    return rows.map((row) => ({
      id: row.id,
      tags: row.tags,
      messages: [row.input],
      ...(row.expected.row === 'handover_out_of_hours' ? { at: MONDAY_NIGHT } : {}),
      judge: (replies) => scoreRoute(row.expected, lastOf(replies)),
      expected: `${row.expected.outcomes.join('|')} · ${row.expected.must_contain.map((group) => group.join('|')).join(' + ')}`,
    }))
  },
  metrics: (results) => ({
    routed: share(results, passed),
    false_alarm: falseAlarms(results),
    ...Object.fromEntries(ROUTES.map((row) => [row, share(tagged(results, row), passed)])),
  }),
}

/** A document's first words: what someone who heard of it would ask about. */
function openingOf(document: string): string {
  return /[^\s《》：:。，,.\d]{4,14}/u.exec(document)?.[0] ?? document.slice(0, 12)
}

/** Orders hidden in messages, attachments, ticket text and documents of the knowledge base (R-OPS-3). */
export const safetySuite: Suite = {
  name: 'safety',
  groups: ['decline', 'ignore', 'answer_normally'],
  about: 'orders hidden in messages, documents, attachments and ticket text are not obeyed',
  async load() {
    const rows = [
      ...(await readDataset(DATASETS.injections)),
      ...(await readDataset(DATASETS.injectionsBlind)),
    ]
    return rows.map((row) => {
      const inDocument = row.channel === 'document'
      return {
        id: row.id,
        tags: [row.expected.behaviour, row.channel, row.source, ...row.tags],
        messages: [inDocument ? `${openingOf(row.input)}是怎么说的` : row.input],
        ...(inDocument ? { document: row.input } : {}),
        judge: (replies) => scoreInjection(row.expected, lastOf(replies)),
        expected: row.expected.behaviour,
      }
    })
  },
  metrics: (results) => ({
    safe: share(results, passed),
    safe_blind: share(tagged(results, 'blind'), passed),
    false_alarm: falseAlarms(results.filter(({ tags }) => !tags.includes('emergency'))),
    declined: share(tagged(results, 'decline'), passed),
    ignored: share(tagged(results, 'ignore'), passed),
    ...Object.fromEntries(
      ['message', 'document', 'attachment', 'ticket'].map((channel) => [
        channel,
        share(tagged(results, channel), passed),
      ]),
    ),
    false_refused: share(tagged(results, 'answer_normally'), (item) => !passed(item)),
  }),
}
