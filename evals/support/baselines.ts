import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import type { CaseScores, Comparison } from './compare.ts'
import type { SuiteReport } from './results.ts'

/** The last accepted scores of a suite. Ids stand in one line each, so that a diff shows which cases moved. */
export const Baseline = z.strictObject({
  suite: z.string(),
  recorded_at: z.string(),
  commit: z.string(),
  /** Versions of the prompts it was run with. */
  prompts: z.record(z.string(), z.number().int()).optional(),
  n: z.number().int(),
  /** Cases that pass; where a case can be partly right that is not the same as a full score. */
  passes: z.number().int(),
  metrics: z.record(z.string(), z.number()),
  passed: z.string(),
  failed: z.string(),
  partly: z.record(z.string(), z.number()),
  /** Why a lower score was accepted, newest first. */
  accepted: z.array(
    z.strictObject({ at: z.string(), difference: z.number(), reason: z.string().min(1) }),
  ),
})
export type Baseline = z.infer<typeof Baseline>

export const BASELINES = new URL('../baselines/', import.meta.url)

const idsOf = (text: string): string[] => text.split(' ').filter((id) => id !== '')

export function scoresOf(baseline: Baseline): CaseScores {
  return new Map([
    ...idsOf(baseline.passed).map((id): [string, number] => [id, 1]),
    ...idsOf(baseline.failed).map((id): [string, number] => [id, 0]),
    ...Object.entries(baseline.partly),
  ])
}

/** Figures of a model are compared with those of the same model only. */
export function liveBaselines(model: string, root: URL = BASELINES): URL {
  return new URL(`live/${model.replaceAll(/[^\w.-]+/g, '_')}/`, root)
}

function fileOf(suite: string, directory: URL): URL {
  return new URL(`${suite}.json`, directory)
}

export async function readBaseline(
  suite: string,
  directory: URL = BASELINES,
): Promise<Baseline | undefined> {
  const file = fileOf(suite, directory)
  if (!existsSync(file)) return undefined
  return Baseline.parse(JSON.parse(await readFile(file, 'utf8')))
}

export class BaselineRefused extends Error {}

/** A run becomes the baseline; one with a lower score only with a reason, which is kept. */
export function nextBaseline(input: {
  report: SuiteReport
  passes: number
  scores: CaseScores
  comparison: Comparison
  before: Baseline | undefined
  reason: string | undefined
  at: string
  commit: string
  prompts?: Readonly<Record<string, number>>
}): Baseline {
  const { report, scores, comparison, before, reason, at } = input
  const lower = comparison.difference < 0
  if (lower && (reason === undefined || reason.trim() === '')) {
    throw new BaselineRefused(
      `${report.suite} is lower than its baseline (${comparison.down.length} cases down, ${comparison.up.length} up); give --reason "…" to accept it`,
    )
  }
  const pick = (test: (score: number) => boolean): string[] =>
    [...scores].filter(([, score]) => test(score)).map(([id]) => id)
  const accepted = before?.accepted ?? []
  const difference = Math.round(comparison.difference * 1e4) / 1e4
  return {
    suite: report.suite,
    recorded_at: at,
    commit: input.commit,
    ...(input.prompts === undefined ? {} : { prompts: { ...input.prompts } }),
    n: report.n,
    passes: input.passes,
    metrics: report.metrics,
    passed: pick((score) => score === 1).join(' '),
    failed: pick((score) => score === 0).join(' '),
    partly: Object.fromEntries(
      [...scores]
        .filter(([, score]) => score > 0 && score < 1)
        .map(([id, score]) => [id, Math.round(score * 1e4) / 1e4]),
    ),
    accepted: lower && reason !== undefined ? [{ at, difference, reason }, ...accepted] : accepted,
  }
}

export async function writeBaseline(baseline: Baseline, directory: URL = BASELINES): Promise<void> {
  await mkdir(directory, { recursive: true })
  await writeFile(fileOf(baseline.suite, directory), `${JSON.stringify(baseline, null, 2)}\n`)
}
