import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SATISFACTIONS, TICKET_STATUSES, VERDICTS } from '../protocol/tickets.ts'
import { FORMULAS, isCounted, listBehind, measure, type KpiFacts, type KpiValue } from './kpi.ts'

const due = new Date('2026-11-20T17:30:00+08:00')
const sooner = new Date('2026-11-20T17:29:00+08:00')
const later = new Date('2026-11-20T17:31:00+08:00')

const plain: KpiFacts = {
  ticketNo: 'WH-20261101-000001',
  channel: 'chat',
  status: 'closed',
  anonymous: false,
  contactPref: 'phone',
  contactedAt: sooner,
  contactDueAt: due,
  signedAt: sooner,
  signDueAt: due,
  resolvedAt: sooner,
  resolveDueAt: due,
  closedAt: later,
  extended: false,
  merged: false,
  verdict: 'yes',
  satisfaction: 'very',
  reopenCount: 0,
  dispatches: 1,
  moves: 0,
  calledBack: false,
  reviewed: 1,
  unchanged: 1,
}

const valueOf = (tickets: readonly KpiFacts[], id: string): KpiValue | undefined =>
  measure(tickets).find((value) => value.id === id)

describe('R-KPI formulas', () => {
  it('R-KPI: first contact by the due instant counts, one minute later does not, anonymous is out', () => {
    const tickets = [
      plain,
      { ...plain, contactedAt: due },
      { ...plain, contactedAt: later },
      { ...plain, anonymous: true, contactedAt: null },
      { ...plain, contactPref: 'none', contactedAt: null },
    ]
    expect(valueOf(tickets, 'response_rate')).toMatchObject({ numerator: 2, denominator: 3 })
  })

  it('R-KPI: partial is never a yes and basic is never satisfied', () => {
    const tickets: KpiFacts[] = [
      plain,
      { ...plain, verdict: 'partial', satisfaction: 'basic' },
      { ...plain, verdict: 'no', satisfaction: 'satisfied' },
      { ...plain, verdict: null, satisfaction: 'unrated' },
    ]
    expect(valueOf(tickets, 'resolution_rate')).toMatchObject({ numerator: 1, denominator: 3 })
    expect(valueOf(tickets, 'satisfaction_rate')).toMatchObject({ numerator: 2, denominator: 3 })
    expect(valueOf(tickets, 'basic_rate')).toMatchObject({ numerator: 1, denominator: 3 })
    expect(valueOf(tickets, 'rating_coverage')).toMatchObject({ numerator: 3, denominator: 4 })
  })

  it('R-KPI: nothing to divide by is no figure, fewer than ten is a small sample', () => {
    expect(valueOf([], 'resolution_rate')).toMatchObject({ value: null, small_sample: false })
    expect(valueOf([plain], 'resolution_rate')).toMatchObject({ value: 1, small_sample: true })
    const ten = Array.from({ length: 10 }, () => plain)
    expect(valueOf(ten, 'resolution_rate')?.small_sample).toBe(false)
  })

  it('R-KPI: merged children, referred and those withdrawn in time count nowhere', () => {
    expect(isCounted({ ...plain, merged: true, status: 'merged' })).toBe(false)
    expect(isCounted({ ...plain, status: 'referred' })).toBe(false)
    expect(isCounted({ ...plain, status: 'withdrawn', closedAt: sooner })).toBe(false)
    expect(isCounted({ ...plain, status: 'withdrawn', closedAt: later })).toBe(true)
  })

  it('R-KPI-2: a figure is one area’s own, with its sample size; nothing in it ranks anybody', () => {
    for (const value of measure([plain, { ...plain, verdict: 'no' }])) {
      expect(Object.keys(value)).toEqual([
        'id',
        'numerator',
        'denominator',
        'value',
        'small_sample',
      ])
    }
  })

  it('R-HOT-5: what staff found themselves is nobody’s satisfaction, verdict or contact', () => {
    const tickets: KpiFacts[] = [
      { ...plain, channel: 'patrol' },
      { ...plain, channel: 'proactive' },
    ]
    for (const id of ['response_rate', 'resolution_rate', 'satisfaction_rate', 'rating_coverage']) {
      expect(valueOf(tickets, id)).toMatchObject({ denominator: 0, value: null })
    }
    expect(valueOf(tickets, 'resolved_on_time')).toMatchObject({ denominator: 2 })
  })

  it('R-KPI: extended tickets are reported apart', () => {
    const tickets = [plain, { ...plain, extended: true, resolvedAt: later }]
    expect(valueOf(tickets, 'resolved_on_time')).toMatchObject({ numerator: 1, denominator: 1 })
    expect(valueOf(tickets, 'resolved_on_time_extended')).toMatchObject({
      numerator: 0,
      denominator: 1,
    })
  })
})

const instants = fc.constantFrom(sooner, due, later, null)
const facts: fc.Arbitrary<KpiFacts> = fc
  .record({
    status: fc.constantFrom(...TICKET_STATUSES),
    anonymous: fc.boolean(),
    contactPref: fc.constantFrom('phone', 'none'),
    contactedAt: instants,
    signedAt: instants,
    resolvedAt: instants,
    closedAt: instants,
    extended: fc.boolean(),
    merged: fc.boolean(),
    verdict: fc.constantFrom(...VERDICTS, null),
    satisfaction: fc.constantFrom(...SATISFACTIONS),
    reopenCount: fc.nat(2),
    dispatches: fc.nat(2),
    moves: fc.nat(1),
    calledBack: fc.boolean(),
  })
  .map((change) => ({ ...plain, ...change }))

describe('R-KPI-1: every number is its list', () => {
  it('met and missed together are the denominator, and no figure leaves 0…1', () => {
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 40 }), (list) => {
        const tickets = list.map((ticket, at) => ({ ...ticket, ticketNo: `WH-${at}` }))
        for (const id of [...FORMULAS.map((formula) => formula.id), 'merge_rate']) {
          const value = valueOf(tickets, id)
          const met = listBehind(tickets, { id, part: 'met' }) ?? []
          const missed = listBehind(tickets, { id, part: 'missed' }) ?? []
          expect(met).toHaveLength(value?.numerator ?? -1)
          expect(met.length + missed.length).toBe(value?.denominator)
          expect(new Set([...met, ...missed]).size).toBe(met.length + missed.length)
        }
      }),
    )
  })

  it('fields kept or changed: each reviewed ticket stands in one of the two lists', () => {
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 40 }), (list) => {
        const tickets = list.map((ticket, at) => ({ ...ticket, ticketNo: `WH-${at}` }))
        const both = (['met', 'missed'] as const).flatMap(
          (part) => listBehind(tickets, { id: 'ai_adoption', part }) ?? [],
        )
        const reviewed = tickets.filter((ticket) => isCounted(ticket) && ticket.reviewed > 0)
        expect(both.toSorted()).toEqual(reviewed.map(({ ticketNo }) => ticketNo).toSorted())
      }),
    )
  })

  it('the parts of any split add up to the whole', () => {
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 40 }), fc.nat(40), (tickets, at) => {
        const left = measure(tickets.slice(0, at))
        const right = measure(tickets.slice(at))
        for (const [i, whole] of measure(tickets).entries()) {
          expect((left[i]?.numerator ?? 0) + (right[i]?.numerator ?? 0)).toBe(whole.numerator)
          expect((left[i]?.denominator ?? 0) + (right[i]?.denominator ?? 0)).toBe(whole.denominator)
        }
      }),
    )
  })

  it('a ticket that does not count changes no figure but the share of merged ones', () => {
    fc.assert(
      fc.property(fc.array(facts), facts, (tickets, extra) => {
        fc.pre(!isCounted(extra))
        const without = (values: KpiValue[]) => values.filter(({ id }) => id !== 'merge_rate')
        expect(without(measure([...tickets, extra]))).toEqual(without(measure(tickets)))
      }),
    )
  })
})
