import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import everyday from './training/scenes.json' with { type: 'json' }
import { EMERGENCY_KINDS } from './index.ts'

const TEXTS = new URL('./training/', import.meta.url)
const DATASETS = new URL('../../../evals/datasets/', import.meta.url)

function linesOf(name: string): string[] {
  return readFileSync(new URL(name, TEXTS), 'utf8').trim().split('\n')
}

const dangers = linesOf('dangers.tsv').map((line) => line.split('\t'))
const texts = [
  ...dangers.map(([, text = '']) => text),
  ...linesOf('near-misses.txt'),
  ...linesOf('everyday.txt'),
  ...linesOf('reports.txt'),
  ...linesOf('talks.txt').flatMap((line) => line.split('|')),
]

function bigrams(text: string): Set<string> {
  const chars = [...text.normalize('NFKC').replace(/[\p{P}\s]/gu, '')]
  return new Set(chars.slice(1).map((char, at) => `${chars[at]}${char}`))
}

/** Everything residents say in any dataset, blind ones included. */
function evaluationCases(): { id: string; grams: Set<string> }[] {
  return readdirSync(DATASETS).flatMap((name) =>
    readFileSync(new URL(name, DATASETS), 'utf8')
      .trim()
      .split('\n')
      .flatMap((line) => {
        const row = JSON.parse(line)
        const said: unknown[] = [row.input, ...(row.turns ?? []), ...(row.ask ?? [])]
        return said
          .map((turn): unknown => Object(turn).say ?? turn)
          .filter((turn) => typeof turn === 'string')
          .map((turn) => ({ id: `${name} ${row.id}`, grams: bigrams(turn) }))
      }),
  )
}

/** Pairs that share 0.6 or more of their bigrams; looked up by bigram, since nearly all pairs share none. */
function twins(): string[] {
  const cases = evaluationCases()
  const holders = new Map<string, number[]>()
  for (const [at, { grams }] of cases.entries())
    for (const gram of grams) holders.set(gram, [...(holders.get(gram) ?? []), at])
  return texts.flatMap((text) => {
    const grams = bigrams(text)
    // 三天了 and 三单元 answer a question in any talk: too short to give a case away.
    if (grams.size < 5) return []
    const shared = new Map<number, number>()
    for (const gram of grams)
      for (const at of holders.get(gram) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1)
    return [...shared].flatMap(([at, count]) => {
      const found = cases[at]
      if (found === undefined || count / (grams.size + found.grams.size - count) < 0.6) return []
      return [`${text} ~ ${found.id}`]
    })
  })
}

describe('what the gate is trained on', () => {
  it('R-EMG-1, R-EMG-2: is kept apart from every evaluation case', () => {
    expect(texts.length).toBeGreaterThan(1200)
    expect(twins()).toEqual([])
  })

  it('tells every kind of danger in at least ten ways, and nothing twice', () => {
    for (const kind of EMERGENCY_KINDS) {
      expect(dangers.filter(([named]) => named === kind).length, kind).toBeGreaterThanOrEqual(10)
    }
    const whole = [...dangers.map(([, text]) => text), ...linesOf('reports.txt')]
    expect(new Set(whole).size).toBe(whole.length)
  })

  it('puts everyday scenes together from at least seven things in ten states each', () => {
    for (const { what, how } of everyday.scenes) {
      expect(what.length).toBeGreaterThanOrEqual(7)
      expect(how.length).toBeGreaterThanOrEqual(10)
    }
  })
})
