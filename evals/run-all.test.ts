import { describe, expect, it, vi } from 'vitest'
import { runAll } from './run-all.ts'
import { chooseCases, type Chosen } from './suites/choose.ts'

// Whole databases and turns: a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 })

async function idsRun(chosen: readonly Chosen[], jobs: number): Promise<Record<string, string[]>> {
  const seen: Record<string, string[]> = {}
  await runAll(chosen, {
    jobs,
    rate: 0.3,
    onSuite({ suite }, { report, results }) {
      seen[suite.name] = results.map(({ id, verdict }) => `${id} ${verdict.pass}`)
      expect(report).toMatchObject({ suite: suite.name, n: results.length })
      return Promise.resolve()
    },
  })
  return seen
}

describe('suites side by side', () => {
  it('give what they give one after another: each case once, with the same verdict', async () => {
    const offline = await chooseCases({ suites: ['duplicates', 'reply-check', 'categories'] })
    const some = await chooseCases({ suites: ['golden'], ids: ['gd-006', 'gd-030'] })
    const seen = await idsRun([...some, ...offline], 2)
    expect(seen).toEqual({
      ...(await idsRun(offline, 1)),
      golden: some.flatMap(({ cases }) => cases.map(({ id }) => `${id} true`)),
    })
  })

  it('a suite that throws stops the run and is told', async () => {
    const [one, two] = await chooseCases({ suites: ['duplicates', 'reply-check'] })
    if (one === undefined || two === undefined) throw new Error('two suites')
    const stray = {
      ...one,
      whole: false,
      cases: one.cases.map((item) => ({ ...item, id: 'gone' })),
    }
    await expect(idsRun([stray, two], 2)).rejects.toThrow('duplicates has no case of gone')
  })

  it('an offline suite that asks for the database is told so', async () => {
    const [one] = await chooseCases({ suites: ['retrieval'], ids: ['gd-006'] })
    if (one === undefined) throw new Error('a suite')
    const offline = { ...one, suite: { ...one.suite, offline: true as const } }
    await expect(idsRun([offline], 1)).rejects.toThrow('an offline suite asked for ports')
  })
})
