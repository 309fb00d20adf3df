import lookalikes from '../../../knowledge/tables/lookalikes.json' with { type: 'json' }
import { listSoundAlikes } from '../../regions/index.ts'
import type { TermStatistics } from '../bm25.ts'
import { foldText } from '../tokens.ts'
import { countOf } from './company.ts'
import { findNames } from './names.ts'

/** Between these no word is looked for: they ask, point, join and count. */
const BETWEEN = new Set(
  '吗呢吧啊呀么的了着过我你您他她它们是这那哪什怎谁几在和跟与把被给让个没得不一二三四五六七八九十百千万两半',
)
/** Parts of words, and words by themselves so often that what stands beside them says nothing. */
const STEADY = new Set('会要能可以来去到有上下里人时自就也都还只再又才所从向对')
const NEAR_COST = 0.12
/** Of a character that does make a word, if not with the one that makes none. */
const SETTLED_COST = 0.15

export type Letter = {
  readonly char: string
  readonly at: number
  /** Part of no word that is looked for: a particle, a number, a name. */
  readonly apart: boolean
  /** Makes no known word with a neighbour. */
  doubted: boolean
  options: readonly Option[]
}
export type Option = { readonly char: string; readonly cost: number }
export type Run = readonly Letter[]

const LOOKALIKES = new Map<string, string>()
for (const group of lookalikes.groups) {
  for (const char of group)
    LOOKALIKES.set(char, `${LOOKALIKES.get(char) ?? ''}${group.replace(char, '')}`)
}

/** Runs of characters, with what stands apart in them: 现在 is a word, and no word goes on behind it. */
export function readRuns(text: string): Run[] {
  const names = findNames(text)
  const runs: Letter[][] = [[]]
  for (let at = 0; at < text.length; at += 1) {
    const char = foldText(text.charAt(at))
    if (/^\p{Script=Han}$/u.test(char)) {
      const apart = BETWEEN.has(char) || names.some(({ start, end }) => at >= start && at < end)
      runs.at(-1)?.push({ char, at, apart, doubted: false, options: [] })
    } else if (runs.at(-1)?.length !== 0) runs.push([])
  }
  return runs.filter((run) => run.length >= 2)
}

const isChangeable = ({ char, apart }: Letter): boolean => !apart && !STEADY.has(char)

const pairsOf = (run: Run): string[] =>
  run.slice(1).map(({ char }, at) => `${run[at]?.char ?? ''}${char}`)

/** Doubts the characters that make no known word with a neighbour; says whether there are any. */
export function doubt(runs: readonly Run[], isKnown: (pair: string) => boolean): boolean {
  for (const run of runs) {
    const known = pairsOf(run).map(isKnown)
    for (const [at, letter] of run.entries())
      letter.doubted = isChangeable(letter) && known[at - 1] !== true && known[at] !== true
  }
  return runs.some((run) => run.some(({ doubted }) => doubted))
}

/** The wrong character makes no word, or the one beside it makes none for its sake. */
const mayBeWrong = (run: Run): Letter[] =>
  run.filter(
    (letter, at) =>
      isChangeable(letter) &&
      (letter.doubted || run[at - 1]?.doubted === true || run[at + 1]?.doubted === true),
  )

/** What has to be counted to know whether a doubt is right, and which characters the knowledge has at all. */
export function doubtfulTokens(run: Run): string[] {
  const pairs = pairsOf(run).filter(
    (_, at) => run[at]?.doubted === true || run[at + 1]?.doubted === true,
  )
  const options = mayBeWrong(run).flatMap(({ char }) => [...alikesOf(char).keys()])
  return [...pairs, ...run.map(({ char }) => char), ...options]
}

/** What may have been meant, with the cost of each: what sounds the same first. */
function alikesOf(char: string): Map<string, number> {
  const { same, near } = listSoundAlikes(char)
  const alikes = new Map<string, number>()
  for (const other of [...near, ...(LOOKALIKES.get(char) ?? '')]) alikes.set(other, NEAR_COST)
  for (const other of same) alikes.set(other, 0)
  return alikes
}

export function offerOptions(run: Run, statistics: TermStatistics): void {
  for (const letter of mayBeWrong(run)) {
    letter.options = [...alikesOf(letter.char)]
      .filter(([other]) => countOf(other, statistics) > 0)
      .map(([char, cost]) => ({ char, cost: cost + (letter.doubted ? 0 : SETTLED_COST) }))
  }
}

/** All pairs that the options may make with what stands beside them. */
export function triedPairs(run: Run): string[] {
  const choices = run.map(({ char, options }) => [char, ...options.map((option) => option.char)])
  return run.slice(1).flatMap((right, at) => {
    const [lefts = [], rights = []] = [choices[at], choices[at + 1]]
    if (run[at]?.apart === true || right.apart || lefts.length + rights.length === 2) return []
    return lefts.flatMap((a) => rights.map((b) => `${a}${b}`))
  })
}
