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

const NEAR = 0.6

function nearPairs(labelled: readonly Labelled[]): string[] {
  const rows = labelled.map((row) => ({ ...row, pairs: bigrams(row.text) }))
  return rows.flatMap((a, at) =>
    rows
      .slice(0, at)
      .filter((b) => b.label === a.label && a.pairs.size > 0 && jaccard(a.pairs, b.pairs) >= NEAR)
      .map((b) => `${a.id} ${b.id}`),
  )
}

describe.each(Object.values<Dataset<unknown>>(DATASETS))('the $name set', (set) => {
  it('fits its schema, has ids of its own and enough cases', async () => {
    const rows = await readLabelled(set)
    expect(rows.length).toBeGreaterThanOrEqual(set.least)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  })

  it('has no two cases of a label that say nearly the same', async () => {
    expect(nearPairs(await readLabelled(set))).toEqual([])
  })
})

/** What belongs together is in several files: blind cases, and pairs that classifiers confuse, lie by themselves. */
const WHOLE: readonly {
  name: string
  sets: readonly Dataset<unknown>[]
  least: number
  blind?: true
}[] = [
  { name: 'golden', sets: [DATASETS.golden], least: 150 },
  { name: 'must-refuse', sets: [DATASETS.mustRefuse], least: 100 },
  { name: 'false premises', sets: [DATASETS.falsePremise], least: 60 },
  { name: 'omitted conditions', sets: [DATASETS.omittedCondition], least: 60 },
  {
    name: 'emergencies',
    sets: [DATASETS.emergency, DATASETS.emergencyBlind],
    least: 240,
    blind: true,
  },
  {
    name: 'near misses',
    sets: [DATASETS.nearMiss, DATASETS.nearMissBlind],
    least: 300,
    blind: true,
  },
  {
    name: 'classification',
    sets: [DATASETS.classification, DATASETS.classificationPairs],
    least: 300,
    blind: true,
  },
  {
    name: 'everyday questions',
    sets: [DATASETS.scope, DATASETS.scopeBlind],
    least: 500,
    blind: true,
  },
  { name: 'ticket conversations', sets: [DATASETS.ticketConversations], least: 200 },
  {
    name: 'injections',
    sets: [DATASETS.injections, DATASETS.injectionsBlind],
    least: 120,
    blind: true,
  },
  { name: 'conversations', sets: [DATASETS.conversations], least: 60 },
]

describe.each(WHOLE)('all $name together', ({ sets, least, blind }) => {
  it('are as many as promised, half of them written without sight of the rules where that counts', async () => {
    const sources = (await Promise.all(sets.map(readDataset)))
      .flat()
      .map((row) => String(Object(row).source))
    const written = sources.filter((source) => source !== 'production')
    expect(written.length).toBeGreaterThanOrEqual(least)
    const unseen = written.filter((source) => source === 'blind').length
    if (blind) expect(unseen).toBeGreaterThanOrEqual(least / 2)
  })

  it('have no two cases of a label that say nearly the same, in whichever file', async () => {
    const rows = (await Promise.all(sets.map(readLabelled))).flat()
    expect(nearPairs(rows)).toEqual([])
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  })
})

it('two cases in other words than these are told apart, and the same words are not', () => {
  const item = (id: string, label: string, text: string) => ({ id, label, text })
  const [one, same, other] = [
    item('a', 'x', '楼下路灯坏了三天'),
    item('b', 'x', '楼下的路灯坏了三天'),
    item('c', 'y', '楼下路灯坏了三天'),
  ]
  expect(nearPairs([one, same, other])).toEqual(['b a'])
})

describe('confusion pairs (domain.md 1.2)', () => {
  it('R-CAT-3: each pair that classifiers confuse has cases on both sides', async () => {
    const rows = await readDataset(DATASETS.classificationPairs)
    const pairs = new Map<string, Set<string>>()
    for (const { tags, expected } of rows) {
      const pair = tags.find((tag) => tag.startsWith('confusion:'))
      if (pair === undefined) continue
      pairs.set(pair, (pairs.get(pair) ?? new Set()).add(expected.category))
    }
    const sides = [...pairs].map(([pair, given]) => [pair, [...given].toSorted()])
    expect(sides.toSorted()).toEqual([
      ['confusion:06010/06011/06042', ['E06010', 'E06011', 'E06042']],
      ['confusion:06013/08009', ['E06013', 'E08009']],
      ['confusion:06017/06045', ['E06017', 'E06045']],
      ['confusion:06028/08001', ['E06028', 'E08001']],
      ['confusion:09005/09006', ['E09005', 'E09006']],
    ])
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
