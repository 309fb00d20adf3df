import type { TermStatistics } from '../bm25.ts'
import { COMPANY, countOf, LEAST_TOGETHER, wordnessOf } from './company.ts'
import type { Letter, Option, Run } from './letters.ts'

const LONGEST = 4
/** Two wrong characters in one word: more is another word. */
const MOST_WRONG = 2
const MOST_CHANGES = 2
/** Two characters changed leave little of what was written: more has to speak for them. */
const CLOSE_COMPANY = 0.4
const CHANGE_COST = 0.1
const LEAST_SCORE = 0.15
/** What is nearly as likely makes a guess of it. */
const MARGIN = 0.08

export type Candidate = {
  readonly start: number
  readonly end: number
  readonly chars: string
  /** What stands instead, by place in the text. */
  readonly wrong: ReadonlyMap<number, string>
  readonly score: number
}

type Path = Omit<Candidate, 'start' | 'end'> & {
  /** The weakest of the pairs. */
  readonly least: number
}
type Choice = Option & { readonly isWrong: boolean }

/** Words of the knowledge that begin here, with one or two characters other than those written. */
export function findCandidates(run: Run, statistics: TermStatistics): Candidate[] {
  const extend = (from: number, path: Path): Candidate[] => {
    const kept = path.wrong.size === 0 ? [] : believe(run.slice(from), path, statistics)
    const letter = run[from + path.chars.length]
    if (letter === undefined || letter.apart || path.chars.length === LONGEST) return kept
    const longer = choicesOf(letter).flatMap((choice) => {
      const next = step(path, { letter, choice }, statistics)
      return next === undefined ? [] : extend(from, next)
    })
    return [...kept, ...longer]
  }
  return [...run.keys()].flatMap((from) =>
    extend(from, { chars: '', wrong: new Map(), score: 0, least: 1 }),
  )
}

function choicesOf({ char, options }: Letter): Choice[] {
  const others = options.map((option) => ({
    char: option.char,
    cost: option.cost + CHANGE_COST,
    isWrong: true,
  }))
  return [{ char, cost: 0, isWrong: false }, ...others]
}

function step(
  path: Path,
  { letter, choice }: { letter: Letter; choice: Choice },
  statistics: TermStatistics,
): Path | undefined {
  if (choice.isWrong && path.wrong.size === MOST_WRONG) return undefined
  const before = path.chars.at(-1)
  const wordness = before === undefined ? 0 : wordnessOf(`${before}${choice.char}`, statistics)
  if (before !== undefined && wordness < COMPANY) return undefined
  return {
    chars: path.chars + choice.char,
    wrong: choice.isWrong ? new Map([...path.wrong, [letter.at, choice.char]]) : path.wrong,
    score: path.score + wordness - choice.cost,
    least: before === undefined ? path.least : Math.min(path.least, wordness),
  }
}

function believe(letters: Run, path: Path, statistics: TermStatistics): Candidate[] {
  const [first] = letters
  const { chars, wrong, score, least } = path
  const written = letters.slice(0, chars.length)
  const isBelieved =
    first !== undefined &&
    score >= LEAST_SCORE &&
    (wrong.size === 1 || least >= CLOSE_COMPANY) &&
    isFirm(written, chars, statistics) &&
    settlesDoubt(written, wrong)
  return isBelieved ? [{ start: first.at, end: first.at + chars.length, chars, wrong, score }] : []
}

/** What is met once is met by chance; with a known pair on either side of the changed character it is not. */
function isFirm(written: Run, chars: string, statistics: TermStatistics): boolean {
  return written.every(({ char }, at) => {
    if (chars[at] === char) return true
    const around = [chars.slice(Math.max(0, at - 1), at + 1), chars.slice(at, at + 2)].filter(
      (pair) => pair.length === 2,
    )
    return around.length === 2 || around.some((pair) => countOf(pair, statistics) >= LEAST_TOGETHER)
  })
}

/** A character that made no word makes one now: it was changed itself, or the one beside it was. */
function settlesDoubt(written: Run, wrong: ReadonlyMap<number, string>): boolean {
  return written.every((letter, at) => {
    if (!wrong.has(letter.at) || letter.doubted) return true
    const beside = [written[at - 1], written[at + 1]]
    return wrong.size === 1 && beside.some((other) => other?.doubted === true)
  })
}

/** The best first, each where nothing else was changed yet and nothing else is nearly as likely. */
export function chooseCandidates(candidates: readonly Candidate[]): Candidate[] {
  const ranked = candidates.toSorted((a, b) => b.score - a.score)
  const chosen: Candidate[] = []
  for (const best of ranked) {
    if (chosen.length === MOST_CHANGES) break
    if (chosen.some((other) => overlap(other, best))) continue
    const isGuess = ranked.some(
      (other) => overlap(other, best) && !agree(other, best) && best.score - other.score < MARGIN,
    )
    if (isGuess) break
    chosen.push(best)
  }
  return chosen
}

const overlap = (a: Candidate, b: Candidate): boolean => a.start < b.end && b.start < a.end

/** One says a part of what the other says. */
function agree(a: Candidate, b: Candidate): boolean {
  const [few, many] = a.wrong.size <= b.wrong.size ? [a, b] : [b, a]
  return [...few.wrong].every(([at, char]) => many.wrong.get(at) === char)
}
