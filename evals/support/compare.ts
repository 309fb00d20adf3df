/** What each case was worth, by id; 1 is a pass. */
export type CaseScores = ReadonlyMap<string, number>
export type Change = 'new' | 'same' | 'better' | 'worse' | 'within noise'
export type Comparison = {
  change: Change
  /** Cases of both runs. */
  shared: number
  /** Mean score now less the mean then, over the shared cases. */
  difference: number
  up: string[]
  down: string[]
  /** McNemar's exact test for pass and fail; undefined where cases can be partly right. */
  p?: number
  /** 95 % of a paired bootstrap, where cases can be partly right. */
  interval?: [number, number]
  /** Groups of cases that are worse on their own: a gain elsewhere does not buy them. */
  worseIn?: string[]
}

const LEVEL = 0.05
const RESAMPLES = 2000

/** Two-sided exact test that the cases that changed went up and down alike. */
export function mcnemarExact(up: number, down: number): number {
  const changed = up + down
  if (changed === 0) return 1
  let tail = 0
  let term = 0.5 ** changed
  for (let k = 0; k <= Math.min(up, down); k += 1) {
    tail += term
    term *= (changed - k) / (k + 1)
  }
  return Math.min(1, 2 * tail)
}

/** Equal runs give equal intervals: the draws come from a fixed seed. */
function draws(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

export function pairedBootstrap(differences: readonly number[]): [number, number] {
  const draw = draws(differences.length + 1)
  const means = Array.from({ length: RESAMPLES }, () => {
    let sum = 0
    for (let i = 0; i < differences.length; i += 1) {
      sum += differences[Math.floor(draw() * differences.length)] ?? 0
    }
    return sum / differences.length
  }).toSorted((a, b) => a - b)
  const at = (share: number): number => means[Math.floor(share * (RESAMPLES - 1))] ?? 0
  return [at(LEVEL / 2), at(1 - LEVEL / 2)]
}

/** The same cases then and now: only those in both runs say what a change did. */
export function compareRuns(then: CaseScores | undefined, now: CaseScores): Comparison {
  const pairs = [...now].flatMap(([id, score]) => {
    const before = then?.get(id)
    return before === undefined ? [] : [{ id, gain: score - before }]
  })
  const up = pairs.filter(({ gain }) => gain > 0).map(({ id }) => id)
  const down = pairs.filter(({ gain }) => gain < 0).map(({ id }) => id)
  const gains = pairs.map(({ gain }) => gain)
  const difference = gains.reduce((sum, gain) => sum + gain, 0) / Math.max(1, gains.length)
  const base = { shared: pairs.length, difference, up, down }
  if (pairs.length === 0) return { ...base, change: 'new' }
  if (up.length + down.length === 0) return { ...base, change: 'same' }
  if (gains.every((gain) => Math.abs(gain) === 1 || gain === 0)) {
    const p = mcnemarExact(up.length, down.length)
    const clear = difference > 0 ? 'better' : 'worse'
    return { ...base, p, change: p < LEVEL ? clear : 'within noise' }
  }
  const interval = pairedBootstrap(gains)
  const [low, high] = interval
  return { ...base, interval, change: low > 0 ? 'better' : high < 0 ? 'worse' : 'within noise' }
}

type Scored = { id: string; score: number; tags: readonly string[] }

/**
 * A gate that lets everything through is right more often where most cases should pass: each named group of cases is
 * compared by itself too, and a suite is worse when any of them is.
 */
export function compareGroups(
  then: CaseScores | undefined,
  results: readonly Scored[],
  groups: readonly string[],
): Comparison {
  const scoresOf = (some: readonly Scored[]): CaseScores =>
    new Map(some.map(({ id, score }) => [id, score]))
  const whole = compareRuns(then, scoresOf(results))
  const worseIn = groups.filter((group) => {
    const some = results.filter(({ tags }) => tags.includes(group))
    return compareRuns(then, scoresOf(some)).change === 'worse'
  })
  return worseIn.length === 0 ? whole : { ...whole, change: 'worse', worseIn }
}
