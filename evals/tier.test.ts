import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { runSuite } from './run-suite.ts'
import { chooseCases } from './suites/choose.ts'
import { SUITE_GROUPS, suitesNamed } from './suites/index.ts'
import { describeFailure, drawTable } from './support/report.ts'
import { startScriptedModel, type ScriptedModel } from './support/scripted-model.ts'
import { openTurns, type TurnRun } from './support/turns.ts'

// Whole databases and turns: a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 })

describe('choosing cases', () => {
  it('by suite, by id and by words', async () => {
    const [one] = await chooseCases({ suites: ['golden'], ids: ['gd-006'] })
    expect(one).toMatchObject({ whole: false, cases: [{ id: 'gd-006' }] })
    const tagged = await chooseCases({ filter: 'R-KB-7' })
    expect(tagged.map(({ suite }) => suite.name)).toContain('false-premise')
    expect(tagged.every(({ cases }) => cases.every(({ tags }) => tags.includes('R-KB-7')))).toBe(
      true,
    )
    await expect(chooseCases({ suites: ['nothing'] })).rejects.toThrow('Unknown suite "nothing"')
  })

  it('by the name of a group', async () => {
    const chosen = await chooseCases({ suites: ['answers'] })
    expect(chosen.map(({ suite }) => suite.name)).toEqual([
      'golden',
      'must-refuse',
      'false-premise',
      'omitted-condition',
    ])
    expect(chosen.every(({ whole }) => whole)).toBe(true)
  })

  it.each(Object.entries(SUITE_GROUPS))('the group %s holds suites there are', (_, names) => {
    expect(suitesNamed(names)).toHaveLength(names.length)
  })
})

describe('a run through the production turn', () => {
  let turns: TurnRun
  beforeAll(async () => {
    turns = await openTurns()
  })
  afterAll(() => turns.close())

  it.each([
    ['golden', ['gd-006', 'gd-030'], 'correct'],
    ['must-refuse', ['mr-008', 'mr-104'], 'refused'],
    ['routing', ['rt-069', 'rt-075'], 'routed'],
  ])('%s %j', async (suite, ids, metric) => {
    const [chosen] = await chooseCases({ suites: [suite], ids })
    if (chosen === undefined) throw new Error('no case chosen')
    const { report, results } = await runSuite({ turns }, chosen)
    expect(results.filter(({ verdict }) => !verdict.pass).map(describeFailure)).toEqual([])
    expect(report).toMatchObject({ suite, n: 2, metrics: { [metric]: 1 } })
  })

  it('a failing case is told with question, outcome and answer', async () => {
    const [chosen] = await chooseCases({ suites: ['golden'], ids: ['gd-030'] })
    const [item] = chosen?.cases ?? []
    if (chosen === undefined || item === undefined) throw new Error('no case chosen')
    const judge = () => ({ pass: false, reasons: ['planted'] })
    const { results } = await runSuite({ turns }, { ...chosen, cases: [{ ...item, judge }] })
    const told = results.map(describeFailure).join('\n')
    for (const part of [
      'gd-030',
      '业委会解聘物业',
      'planted',
      'answered',
      '六十日',
      '第九百四十六条',
    ])
      expect(told).toContain(part)
  })

  it('a table lines up wide characters', () => {
    expect(
      drawTable([
        ['一', 'a'],
        ['bb', 'c'],
      ]),
    ).toBe('一  a\nbb  c')
  })
})

describe('a run with the scripted model', () => {
  let model: ScriptedModel
  let turns: TurnRun
  beforeAll(async () => {
    model = await startScriptedModel(1)
    turns = await openTurns({ model: model.settings })
  })
  afterAll(async () => {
    await turns.close()
    await model.close()
  })

  it('no wrong number, invented phone, uncited sentence or unknown token is shown', async () => {
    const ids = ['gd-006', 'gd-030', 'gd-063', 'gd-088', 'gd-110', 'gd-140']
    const [chosen] = await chooseCases({ suites: ['claims'], ids })
    if (chosen === undefined) throw new Error('no case chosen')
    const { report } = await runSuite({ turns, model }, chosen)
    expect(report.metrics['planted']).toBeGreaterThan(6)
    expect(report.metrics).toMatchObject({
      shown_number: 0,
      shown_phone: 0,
      shown_uncited: 0,
      shown_unknown_token: 0,
    })
  })
})
