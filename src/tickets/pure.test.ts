import { describe, expect, it } from 'vitest'
import { findCategory, isOffered, listCategories, parseCatalogue } from './catalogue.ts'
import { suggestCategories } from './drafting/classify.ts'
import { plainDeadline } from './due-text.ts'
import { TRANSITIONS } from './lifecycle.ts'
import { startClocks } from './sla.ts'

describe('catalogue', () => {
  it('R-CAT-2: ships the 250 matters and the local tree', () => {
    const codes = listCategories().map(({ code }) => code)
    expect(codes.filter((code) => code.startsWith('E'))).toHaveLength(250)
    expect(codes.filter((code) => /^L\d{4}$/.test(code)).length).toBeGreaterThanOrEqual(40)
  })

  it('R-CAT-1: refuses a code used twice and a missing parent', () => {
    const item = {
      code: 'L0101',
      name: '示例',
      parent: 'L01',
      leaf: true,
      appeal_types: ['help'],
      standard_ref: null,
      matter_kind: null,
      std_code: null,
      synonyms: [],
      urgency: 'normal',
      level: 'street',
      unit_rule: 'x',
      community_duty: false,
    }
    const head = { version: '1', source: '示例', valid_from: '2026-07-01' }
    const group = { code: 'L01', name: '示例', parent: null, leaf: false }
    expect(() => parseCatalogue({ ...head, items: [group, item, item] })).toThrow(/L0101 twice/)
    expect(() => parseCatalogue({ ...head, items: [item] })).toThrow(/no parent L01/)
  })
})

describe('isOffered', () => {
  it.each([
    [{}, '2026-11-23', true],
    [{ valid_from: '2026-11-23' }, '2026-11-23', true],
    [{ valid_from: '2026-11-24' }, '2026-11-23', false],
    [{ valid_to: '2026-11-23' }, '2026-11-23', false],
    [{ valid_to: '2026-11-24' }, '2026-11-23', true],
  ])('R-CAT-1: %j on %s: %s', (category, day, offered) => {
    expect(isOffered(category, day)).toBe(offered)
  })

  it('R-CAT-1: what is retired is suggested no more and still found for the tickets that carry it', () => {
    const retired = findCategory(suggestCategories('路灯坏了')[0]?.code ?? null)
    if (retired === undefined) throw new Error('nothing suggested')
    const before = { ...retired }
    retired.valid_to = '2026-12-01'
    try {
      const codes = (day: string) => suggestCategories('路灯坏了', day).map(({ code }) => code)
      expect(codes('2026-11-30')).toContain(retired.code)
      expect(codes('2026-12-01')).not.toContain(retired.code)
      expect(codes('2026-12-01')).toHaveLength(3)
      expect(listCategories('2026-12-01')).not.toContain(retired)
      expect(findCategory(retired.code)?.name).toBe(before.name)
    } finally {
      delete retired.valid_to
    }
  })
})

describe('clocks', () => {
  const from = new Date('2026-10-01T23:30:00+08:00')

  it('R-SLA-1: natural clocks run through holidays: 2026-10-01 23:30 + 2 h is 01:30', () => {
    const sla = startClocks({ urgency: 'urgent', appealType: 'help', from })
    expect(sla.due.sign).toBe(new Date('2026-10-02T01:30:00+08:00').toISOString())
  })

  it.each([
    ['consult', '2026-11-26T17:30:00+08:00'],
    ['help', '2026-12-02T17:30:00+08:00'],
    ['complaint', '2026-12-14T17:30:00+08:00'],
  ] as const)('R-SLA: a normal %s filed on 2026-11-23 is due %s', (appealType, due) => {
    const sla = startClocks({
      urgency: 'normal',
      appealType,
      from: new Date('2026-11-23T10:00:00+08:00'),
    })
    expect(sla.due.resolve).toBe(new Date(due).toISOString())
  })

  it('R-SLA-2: says when the calendar lacks a year', () => {
    const late = startClocks({
      urgency: 'normal',
      appealType: 'complaint',
      from: new Date('2026-12-28T10:00:00+08:00'),
    })
    expect(late.calendarIncomplete).toBe(true)
  })

  it('R-SLA-6: tells the due date in plain words', () => {
    const now = new Date('2026-11-23T10:00:00+08:00')
    expect(plainDeadline(new Date('2026-11-23T15:30:00+08:00'), now)).toBe('今天15:30前')
    expect(plainDeadline(new Date('2026-11-24T17:30:00+08:00'), now)).toBe('明天17:30前')
    expect(plainDeadline(new Date('2026-12-14T17:30:00+08:00'), now)).toBe(
      '12月14日（周一）17:30前',
    )
  })
})

describe('lifecycle', () => {
  it('R-LIFE: no transition stands twice, and closed ends lead nowhere but reopen, appeal and a merge taken back', () => {
    const keys = TRANSITIONS.map(({ from, to }) => `${from}>${to}`)
    expect(new Set(keys).size).toBe(keys.length)
    const fromClosed = TRANSITIONS.filter(({ from }) =>
      ['closed', 'rejected', 'merged', 'referred', 'withdrawn'].includes(from),
    )
    expect(fromClosed.map(({ from, to }) => `${from}>${to}`)).toEqual([
      'closed>processing',
      'rejected>pending_review',
      'merged>pending_review',
    ])
  })
})
