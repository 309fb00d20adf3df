import { describe, expect, it } from 'vitest'
import { bigrams, jaccard } from './bigrams.ts'
import { DATASETS, readDataset, ROUTES, type Dataset } from './datasets.ts'

type Labelled = { id: string; label: string; text: string }

/** What two cases of a label are compared by: everything the resident says. */
async function readLabelled(set: Dataset<unknown>): Promise<Labelled[]> {
  const rows = await readDataset(set)
  return rows.map((row) => {
    const item = Object(row)
    const { expected = {}, a, b, demand, reply, judge, answer } = item
    const pair = a === undefined ? [] : [a.title, a.description, b.title, b.description]
    const judged = judge === undefined ? [] : [judge, item.label, answer]
    const letter = demand === undefined ? [] : [demand.description, reply]
    const turns: unknown[] = item.turns ??
      item.ask ?? [
        ...(item.history ?? []).map((entry: { text: string }) => entry.text),
        ...(item.input === undefined ? [] : [item.input]),
        ...pair,
        ...letter,
        ...judged,
      ]
    return {
      id: item.id,
      label: String(
        expected.kind ?? expected.category ?? expected.behaviour ?? expected.row ?? item.tags[0],
      ),
      text: turns.map((turn) => Object(turn).say ?? turn).join('\n'),
    }
  })
}

describe.each(Object.values<Dataset<unknown>>(DATASETS))('the $name set', (set) => {
  it('fits its schema, has ids of its own and enough cases', async () => {
    const rows = await readLabelled(set)
    expect(rows.length).toBeGreaterThanOrEqual(set.least)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  })

  it('has no two cases of a label that say nearly the same', async () => {
    const rows = (await readLabelled(set)).map((row) => ({ ...row, pairs: bigrams(row.text) }))
    const near = rows.flatMap((a, at) =>
      rows
        .slice(0, at)
        .filter((b) => b.label === a.label && a.pairs.size > 0 && jaccard(a.pairs, b.pairs) >= 0.6)
        .map((b) => `${a.id} ${b.id}`),
    )
    expect(near).toEqual([])
  })
})

describe('requirements named by cases', () => {
  it('R-KB-5, R-KB-6, R-KB-7: every item of the lists has a case', async () => {
    const rows = [
      ...(await readDataset(DATASETS.golden)),
      ...(await readDataset(DATASETS.mustRefuse)),
      ...(await readDataset(DATASETS.falsePremise)),
    ]
    const tags = new Set(rows.flatMap((row) => row.tags))
    const wanted = [
      ...Array.from({ length: 25 }, (_, at) => `R-KB-5.${at + 1}`),
      ...Array.from({ length: 7 }, (_, at) => `R-KB-6.${at + 1}`),
      ...Array.from({ length: 3 }, (_, at) => `R-KB-7.${at + 1}`),
    ]
    expect(wanted.filter((tag) => !tags.has(tag))).toEqual([])
  })

  it('R-EMG: every row of the routing table has a case', async () => {
    const rows = new Set((await readDataset(DATASETS.routing)).map((row) => row.expected.row))
    expect(ROUTES.filter((row) => !rows.has(row))).toEqual([])
  })

  it('a line that does not fit is refused', () => {
    const empty = { must_contain: [], must_not_contain: [], document: 'a', article: 'b' }
    const row = { id: 'x', input: 'q', tags: ['t'], source: 'own', expected: empty }
    expect(DATASETS.golden.schema.safeParse(row).success).toBe(false)
    expect(
      DATASETS.golden.schema.safeParse({ ...row, expected: { ...empty, must_contain: [['a']] } })
        .success,
    ).toBe(true)
  })
})
