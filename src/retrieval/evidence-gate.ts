import { inverseFrequency, MAXIMUM_SATURATION, saturateCount, type TermStatistics } from './bm25.ts'
import gate from './model/evidence-gate.json' with { type: 'json' }
import { termPlace } from './terms.ts'
import { countTokens, splitUnits, tokensOfRun } from './tokens.ts'

// Can these passages answer this question? Three shares between 0 and 1, each the best of the passages, weigh the
// same: withheld laws could not tell better weights apart, and equal ones carried over best to other text.

export type EvidencePassage = { readonly title: string; readonly text: string }

export type EvidenceFeatures = {
  /** BM25 as a share of what the question could reach at all. */
  readonly reach: number
  /** Share of the question's words that stand together somewhere in a text. */
  readonly window: number
  /** Share of the question's characters that are part of a word the passage has. */
  readonly covered: number
}

export type EvidenceDecision = {
  readonly answerable: boolean
  /** 0…1 */
  readonly score: number
  readonly threshold: number
  readonly features: EvidenceFeatures
}

/** Words of asking: they stand in every question and in no rule, so their absence says nothing. */
const ASKING: ReadonlySet<string> = new Set(
  (
    '吗 呢 吧 什 么 什么 怎 怎么 怎样 么样 么办 如 何 如何 为何 何时 哪 哪些 哪个 哪里 哪种 些 谁 多少 几 ' +
    '是否 能否 可否 否 请问 我 我们 我的 你 您 想问 该 应该 了 的'
  ).split(' '),
)
const PASSAGES = 5
/** Units of text that one answer takes: words far apart in a long passage do not speak of one thing. */
const WINDOW = 150

type Runs = readonly (readonly string[])[]

type Question = {
  /** What is asked about: the question without the words of asking. */
  readonly content: Runs
  /** Rarity of each token, times how often it is asked. */
  readonly weights: ReadonlyMap<string, number>
  readonly rarity: (token: string) => number
}

export function decideEvidence(
  question: string,
  passages: readonly EvidencePassage[],
  statistics: TermStatistics,
): EvidenceDecision {
  const features = readEvidence(question, passages, statistics)
  const score = (features.reach + features.window + features.covered) / 3
  const answerable = passages.length > 0 && score >= gate.threshold
  return { answerable, score, threshold: gate.threshold, features }
}

export function readEvidence(
  question: string,
  passages: readonly EvidencePassage[],
  statistics: TermStatistics,
): EvidenceFeatures {
  const asked = readQuestion(question, statistics)
  const features = { reach: 0, window: 0, covered: 0 }
  for (const { title, text } of passages.slice(0, PASSAGES)) {
    const runs = splitUnits(text)
    const counts = countTokens([...splitUnits(title), ...runs].flatMap(tokensOfRun))
    features.reach = Math.max(features.reach, reachShare(asked, counts))
    features.window = Math.max(features.window, windowShare(asked, runs))
    features.covered = Math.max(features.covered, coveredShare(asked, counts))
  }
  return features
}

function readQuestion(question: string, statistics: TermStatistics): Question {
  const rarities = new Map<string, number>()
  const rarity = (token: string): number => {
    const value = rarities.get(token) ?? inverseFrequency(statistics, termPlace(token))
    rarities.set(token, value)
    return value
  }
  const runs = splitUnits(question)
  const weights = new Map(
    [...countTokens(runs.flatMap(tokensOfRun))].map(([token, count]) => [
      token,
      count * rarity(token),
    ]),
  )
  return { content: runs.flatMap(dropAsking), weights, rarity }
}

/** The run without words of asking, in pieces, so that no pair reaches across them. */
function dropAsking(run: readonly string[]): string[][] {
  const isAsking = run.map(
    (unit, at) =>
      ASKING.has(unit) ||
      ASKING.has(`${run[at - 1] ?? ''}${unit}`) ||
      ASKING.has(`${unit}${run[at + 1] ?? ''}`),
  )
  const pieces: string[][] = [[]]
  for (const [at, unit] of run.entries()) {
    if (isAsking[at] === true) pieces.push([])
    else pieces.at(-1)?.push(unit)
  }
  return pieces.filter((piece) => piece.length > 0)
}

function reachShare({ weights }: Question, counts: ReadonlyMap<string, number>): number {
  const length = sum(counts.values())
  let reached = 0
  for (const [token, weight] of weights) {
    const count = counts.get(token)
    if (count !== undefined) reached += weight * saturateCount(count, length)
  }
  return share(reached, MAXIMUM_SATURATION * sum(weights.values()))
}

function windowShare({ content, rarity }: Question, runs: Runs): number {
  const wanted = new Map(content.flatMap(tokensOfRun).map((token) => [token, rarity(token)]))
  const tokens = runs.flatMap((run) => run.map((unit, at) => [unit, `${unit}${run[at + 1] ?? ''}`]))
  const inside = new Map<string, number>()
  let held = 0
  let best = 0
  for (const [at, entering] of tokens.entries()) {
    held += shift(inside, entering, wanted, 1)
    held += shift(inside, tokens[at - WINDOW] ?? [], wanted, -1)
    best = Math.max(best, held)
  }
  return Math.min(1, share(best, sum(wanted.values())))
}

/** Counts tokens into the window or out of it; what the wanted ones among them gain or lose. */
function shift(
  inside: Map<string, number>,
  tokens: readonly string[],
  wanted: ReadonlyMap<string, number>,
  step: 1 | -1,
): number {
  let change = 0
  for (const token of tokens) {
    const weight = wanted.get(token)
    if (weight === undefined) continue
    const count = (inside.get(token) ?? 0) + step
    inside.set(token, count)
    if (count === (step === 1 ? 1 : 0)) change += step * weight
  }
  return change
}

function coveredShare({ content, rarity }: Question, counts: ReadonlyMap<string, number>): number {
  let total = 0
  let covered = 0
  for (const run of content) {
    for (const [at, unit] of run.entries()) {
      const weight = rarity(unit)
      total += weight
      const isCovered =
        (run.length === 1 && counts.has(unit)) ||
        counts.has(`${run[at - 1]}${unit}`) ||
        counts.has(`${unit}${run[at + 1]}`)
      if (isCovered) covered += weight
    }
  }
  return share(covered, total)
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

function sum(values: Iterable<number>): number {
  let total = 0
  for (const value of values) total += value
  return total
}
