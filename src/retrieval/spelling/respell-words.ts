import type { TermStatistics } from '../bm25.ts'
import { termPlace } from '../terms.ts'
import { chooseCandidates, findCandidates } from './candidates.ts'
import { companyOf, SOME_COMPANY } from './company.ts'
import { isKnownPair } from './known-pairs.ts'
import { doubt, doubtfulTokens, offerOptions, readRuns, triedPairs } from './letters.ts'

// Wrong characters of a question, put right by the words of the knowledge itself: 居主证 is 居住证 where documents speak of
// that. Only characters that make no known word with their neighbours are doubted, only what sounds or looks alike is
// tried, and only a word whose characters keep company in the documents is believed. What means two things stays.

export type Respelling = { readonly written: string; readonly meant: string }

type ReadStatistics = (places: readonly number[]) => Promise<TermStatistics>

/** No question needs more, and a list of thousands is slow to read. */
const MOST_PLACES = 4000

/** The words that were meant where what is written makes none, the surest first. */
export async function respellWords(
  question: string,
  readStatistics: ReadStatistics,
): Promise<Respelling[]> {
  const count = (tokens: readonly string[]): Promise<TermStatistics> =>
    readStatistics([...new Set(tokens)].slice(0, MOST_PLACES).map(termPlace))
  const runs = readRuns(question)
  // Most questions are done here, without asking the database anything.
  if (!doubt(runs, isKnownPair)) return []
  const first = await count(runs.flatMap(doubtfulTokens))
  const isKnown = (pair: string): boolean =>
    isKnownPair(pair) || companyOf(pair, first) >= SOME_COMPANY
  if (!doubt(runs, isKnown)) return []
  for (const run of runs) offerOptions(run, first)
  const second = await count(runs.flatMap(triedPairs))
  const statistics = {
    documents: first.documents,
    frequencies: new Map([...first.frequencies, ...second.frequencies]),
  }
  const candidates = runs.flatMap((run) => findCandidates(run, statistics))
  return chooseCandidates(candidates).map(({ start, end, chars }) => ({
    written: question.slice(start, end),
    meant: chars,
  }))
}

/** The text with the words that were meant. */
export function applyRespellings(text: string, changes: readonly Respelling[]): string {
  return changes.reduce((read, { written, meant }) => read.replaceAll(written, meant), text)
}
