import { readFile } from 'node:fs/promises'
import { z } from 'zod'

const Limit = z.strictObject({ min: z.number().optional(), max: z.number().optional() })
export type Limit = z.infer<typeof Limit>

/** `{suite: {metric: {min?, max?}}}` */
const Thresholds = z.record(z.string(), z.record(z.string(), Limit))
export type Thresholds = z.infer<typeof Thresholds>

export async function readThresholds(): Promise<Thresholds> {
  const file = new URL('../thresholds.json', import.meta.url)
  return Thresholds.parse(JSON.parse(await readFile(file, 'utf8')))
}

/** One line for each limit that does not hold; a metric nobody measured breaks its limit too. */
export function brokenLimits(
  thresholds: Thresholds,
  report: { suite: string; metrics: Readonly<Record<string, number>> },
): string[] {
  return Object.entries(thresholds[report.suite] ?? {}).flatMap(([metric, { min, max }]) => {
    const value = report.metrics[metric]
    if (value === undefined) return [`${report.suite} ${metric} was not measured`]
    if (min !== undefined && value < min) return [`${report.suite} ${metric} ${value} < ${min}`]
    if (max !== undefined && value > max) return [`${report.suite} ${metric} ${value} > ${max}`]
    return []
  })
}
