import { execFileSync } from 'node:child_process'
import active from '../../prompts/active.json' with { type: 'json' }
import { PROMPTS } from '../../src/prompts/prompts.generated.ts'
import type { CaseResult } from '../suites/case.ts'
import type { CaseScores, Comparison } from './compare.ts'

/** Ignored by git; every run replaces what the last one left. */
export const RESULTS = new URL('../results/', import.meta.url)

/** The line of JSON a suite ends with. */
export type SuiteReport = { suite: string; metrics: Record<string, number>; n: number }

export type SuiteRun = {
  report: SuiteReport
  about: string
  results: CaseResult[]
  comparison: Comparison
  /** What each case of the baseline was worth. */
  scoresThen?: CaseScores | undefined
  /** Prompt versions of the baseline. */
  promptsThen?: Readonly<Record<string, number>> | undefined
  /** Metrics of the baseline, for the difference. */
  before: Readonly<Record<string, number>>
  /** Limits of evals/thresholds.json that do not hold. */
  broken: string[]
  /** All cases of the suite were run, so its figures may be judged. */
  whole: boolean
  seconds: number
}

/** Metrics that count things; all others are shares between 0 and 1. */
export const isCount = (metric: string): boolean =>
  /^(?:planted|shown_|sentences|uncited|unopened)/.test(metric)

export type RunInfo = {
  at: string
  commit: string
  node: string
  model: string
  prompts: Readonly<Record<string, number>>
}

export function commitOf(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    // A release without its history has no commit to name.
    return 'unknown'
  }
}

/** The versions that answer, which are those of the built catalogue. */
const RUNNING: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries(PROMPTS).map(([id, { version }]) => [id, version]),
)

/** A version that was chosen and not built would be measured as the one before it. */
export function checkPrompts(
  chosen: Readonly<Record<string, number>> = active,
  running: Readonly<Record<string, number>> = RUNNING,
): void {
  const stale = Object.entries(chosen).filter(([id, version]) => running[id] !== version)
  if (stale.length === 0) return
  const told = stale.map(([id, version]) => `${id} v${version}, not v${running[id] ?? '–'}`)
  throw new Error(`prompts/active.json names ${told.join(', ')}: run npm run build:prompts first`)
}

export function describeRun(model: string): RunInfo {
  return {
    at: new Date().toISOString(),
    commit: commitOf(),
    node: process.version,
    model,
    prompts: RUNNING,
  }
}
