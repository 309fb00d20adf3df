import { inverseFrequency, MAXIMUM_SATURATION, saturateCount, type TermStatistics } from './bm25.ts'
import gate from './model/evidence-gate.json' with { type: 'json' }
import { termPlace } from './terms.ts'
import { countTokens, splitUnits, tokensOfRun } from './tokens.ts'

// Can these passages answer this question? One of them must: every share is of one passage, and the best passage decides.
// The three shares of the question's words weigh the same (withheld laws could not tell better weights apart). How much is
// said of it in all stands beside them, since a long story has words that no rule has, and two words are soon met by
// chance; and so does the likeness to a question the passage is known to answer. Weights: README, Decisions.

export type EvidencePassage = {
  readonly title: string
  readonly text: string
  /** What it is known to answer, as people ask it; part of `text` too. */
  readonly questions: readonly string[]
  readonly press: boolean
}

export type EvidenceQuestion = {
  readonly text: string
  /** What documents write for its everyday words: what is found of them counts half. */
  readonly expansions: readonly string[]
}

export type EvidenceFeatures = {
  /** BM25 as a share of what the question could reach at all. */
  readonly reach: number
  /** Share of the question's words, by their rarity, that the passage has. */
  readonly present: number
  /** Share of the question's characters that are part of a word the passage has. */
  readonly covered: number
  /** How much rarity the passage's words have in common with the question's, on a scale that bends. */
  readonly amount: number
  /** The best share of a known question's words that the question has; what the other shares say where none is known. */
  readonly likeness: number
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
const WORDS = 0.4
const AMOUNT = 0.3
const LIKENESS = 0.3
/** A report of the press tells what was, and most questions are about what holds (R-KB-4): it has to fit better. */
const PRESS = 0.85
/** Words as rare as can be that bring the amount to one half. */
const HALF_AMOUNT = 5
const EXPANSION = 0.5
const NOTHING: EvidenceFeatures = { reach: 0, present: 0, covered: 0, amount: 0, likeness: 0 }

type Runs = readonly (readonly string[])[]

type Question = {
  /** What is asked about: the question without the words of asking. */
  readonly content: Runs
  readonly contentTokens: ReadonlySet<string>
  /** Of the official words, what was not said anyway. */
  readonly expanded: ReadonlySet<string>
  /** Rarity of each token, times how often it is asked. */
  readonly weights: ReadonlyMap<string, number>
  readonly rarity: (token: string) => number
  /** The rarity of a word that no passage has. */
  readonly rarest: number
}

export function decideEvidence(
  question: EvidenceQuestion,
  passages: readonly EvidencePassage[],
  statistics: TermStatistics,
  threshold: number = gate.threshold,
): EvidenceDecision {
  const { score, features } = scoreEvidence(question, passages, statistics)
  return { answerable: passages.length > 0 && score >= threshold, score, threshold, features }
}

/** The best passage's score and shares. */
export function scoreEvidence(
  question: EvidenceQuestion,
  passages: readonly EvidencePassage[],
  statistics: TermStatistics,
): Pick<EvidenceDecision, 'score' | 'features'> {
  const asked = readQuestion(question, statistics)
  let best = { score: 0, features: NOTHING }
  for (const passage of passages.slice(0, PASSAGES)) {
    const features = readFeatures(asked, passage)
    const { amount, likeness } = features
    const fit = WORDS * wordShare(features) + AMOUNT * amount + LIKENESS * likeness
    const score = passage.press ? PRESS * fit : fit
    if (score > best.score) best = { score, features }
  }
  return best
}

const wordShare = ({ reach, present, covered }: Omit<EvidenceFeatures, 'amount' | 'likeness'>) =>
  (reach + present + covered) / 3

function readFeatures(asked: Question, { title, text, questions }: EvidencePassage) {
  const counts = countTokens([title, text].flatMap(splitUnits).flatMap(tokensOfRun))
  const words = {
    reach: reachShare(asked, counts),
    present: presentShare(asked, counts),
    covered: coveredShare(asked, counts),
  }
  const likeness =
    questions.length === 0
      ? wordShare(words)
      : Math.max(...questions.map((known) => likenessTo(asked, known)))
  return { ...words, amount: amountOf(asked, counts), likeness }
}

const contentOf = (text: string): string[][] => splitUnits(text).flatMap(dropAsking)
const tokensOf = (runs: Runs): string[] => runs.flatMap(tokensOfRun)

function readQuestion(
  { text, expansions }: EvidenceQuestion,
  statistics: TermStatistics,
): Question {
  const rarities = new Map<string, number>()
  const rarity = (token: string): number => {
    const value = rarities.get(token) ?? inverseFrequency(statistics, termPlace(token))
    rarities.set(token, value)
    return value
  }
  const weights = new Map(
    [...countTokens(tokensOf(splitUnits(text)))].map(([token, count]) => [
      token,
      count * rarity(token),
    ]),
  )
  const content = contentOf(text)
  const contentTokens = new Set(tokensOf(content))
  const expanded = new Set(expansions.flatMap(splitUnits).flatMap(tokensOfRun))
  for (const token of contentTokens) expanded.delete(token)
  const rarest = Math.log(1 + statistics.documents)
  return { content, contentTokens, expanded, weights, rarity, rarest }
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

function presentShare(
  { contentTokens, rarity }: Question,
  counts: ReadonlyMap<string, number>,
): number {
  let total = 0
  let present = 0
  for (const token of contentTokens) {
    total += rarity(token)
    if (counts.has(token)) present += rarity(token)
  }
  return share(present, total)
}

function amountOf(asked: Question, counts: ReadonlyMap<string, number>): number {
  const { contentTokens, expanded, rarity, rarest } = asked
  const length = sum(counts.values())
  const found = (tokens: Iterable<string>): number => {
    let amount = 0
    for (const token of tokens) {
      const count = counts.get(token) ?? 0
      // Once in a text of middle length is whole; in a long one it is less of what that speaks of.
      amount += rarity(token) * Math.min(1, saturateCount(count, length))
    }
    return amount
  }
  const amount = (found(contentTokens) + EXPANSION * found(expanded)) / rarest
  return amount / (amount + HALF_AMOUNT)
}

/**
 * 失业金怎么领 beside 失业金怎么领取: the question has all that the known one asks about. What it lacks of it weighs as the
 * rarest of words, since statistics are read for the question's own words only.
 */
function likenessTo({ contentTokens, expanded, rarity }: Question, known: string): number {
  let total = 0
  let shared = 0
  for (const token of new Set(tokensOf(contentOf(known)))) {
    total += rarity(token)
    if (contentTokens.has(token) || expanded.has(token)) shared += rarity(token)
  }
  return share(shared, total)
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
