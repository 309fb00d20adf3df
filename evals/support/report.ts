import { textOf } from '../scorers/reply.ts'
import type { CaseResult } from '../suites/case.ts'
import type { Comparison } from './compare.ts'
import type { RunInfo, SuiteRun } from './results.ts'
import type { Limit, Thresholds } from './thresholds.ts'

/** Wide characters take two columns of a terminal. */
function width(text: string): number {
  return [...text].reduce(
    (sum, char) => sum + (/[\u1100-\u115F\u2E80-\uFFEF]/u.test(char) ? 2 : 1),
    0,
  )
}

const pad = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - width(text)))

export function drawTable(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...rows.map((row) => width(row[at] ?? ''))),
  )
  return rows
    .map((row) =>
      widths
        .map((wide, at) => pad(row[at] ?? '', wide))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Everything one needs to see why a case failed, without a second run. */
export function describeFailure(result: CaseResult): string {
  const reply = result.replies.at(-1)
  const cited = (reply?.citations ?? []).map((item) => `《${item.title}》${item.section}`)
  const answer = reply === undefined ? result.told : textOf(reply)
  return [
    `✗ ${result.id} [${result.tags.join(', ')}] ${result.question}`,
    `  why       ${result.verdict.reasons.join('; ')}`,
    `  expected  ${result.expected}`,
    ...(reply === undefined
      ? []
      : [`  outcome   ${reply.outcome} · ${Math.round(reply.milliseconds)} ms`]),
    `  answer    ${answer.replaceAll('\n', '\n            ') || '(nothing)'}`,
    ...result.shown.map(({ kind, line }) => `  planted   ${kind}: ${line}`),
    ...(cited.length === 0 ? [] : [`  cited     ${cited.join(' · ')}`]),
  ].join('\n')
}

/** The same reason many times over is one cause. */
export function countReasons(results: readonly CaseResult[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const { verdict } of results) {
    for (const reason of verdict.reasons) {
      const kind = /^(?:outcome|refused|turned away|false alarm)/.test(reason)
        ? reason
        : (reason.split(':')[0] ?? reason)
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
    }
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])
}

export const signed = (value: number): string =>
  `${value > 0 ? '+' : ''}${Number(value.toFixed(4))}`

export function describeChange(comparison: Comparison): string {
  const { change, up, down, p, interval, shared, worseIn = [] } = comparison
  if (shared === 0) return 'no baseline'
  const how =
    p !== undefined
      ? `, McNemar p ${p.toFixed(3)}`
      : interval === undefined
        ? ''
        : `, 95 % ${interval.map(signed).join(' … ')}`
  const where = worseIn.length === 0 ? '' : ` in ${worseIn.join(', ')}`
  return `${change}${where} (${up.length} up, ${down.length} down of ${shared}${how})`
}

export function describeLimit(
  { min, max }: Limit,
  show: (figure: number) => string = String,
): string {
  const parts = [
    ...(min === undefined ? [] : [`≥ ${show(min)}`]),
    ...(max === undefined ? [] : [`≤ ${show(max)}`]),
  ]
  return parts.join(' ')
}

const MOST_MOVES = 12

/** What each case that moved was worth and is: also one that still passes, a place further down. */
function drawMoves({ results, comparison, scoresThen }: SuiteRun): string[] {
  const gainOf = ({ id, score }: CaseResult): number => score - (scoresThen?.get(id) ?? 0)
  const moved = new Set([...comparison.down, ...comparison.up])
  const rows = results
    .filter(({ id }) => moved.has(id))
    .toSorted((a, b) => gainOf(a) - gainOf(b))
    .map((result) => [
      `    ${gainOf(result) < 0 ? '▼' : '▲'} ${result.id}`,
      `${Number((scoresThen?.get(result.id) ?? 0).toFixed(2))} → ${Number(result.score.toFixed(2))}`,
      [...result.question.replaceAll('\n', ' ')].slice(0, 40).join(''),
    ])
  if (rows.length === 0) return []
  const more = rows.length - MOST_MOVES
  return [
    '  moved since the baseline',
    drawTable(rows.slice(0, MOST_MOVES)),
    ...(more > 0 ? [`    and ${more} more: see the page`] : []),
  ]
}

export function drawSuite(run: SuiteRun, thresholds: Thresholds): string {
  const { report, results, comparison, before } = run
  const failed = results.filter(({ verdict }) => !verdict.pass)
  const limits = thresholds[report.suite] ?? {}
  const times = results.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b)
  const p95 = times[Math.floor(times.length * 0.95)] ?? 0
  const rows = Object.entries(report.metrics).map(([name, value]) => {
    const then = before[name]
    const limit = limits[name]
    const broken = run.broken.some((line) => line.startsWith(`${report.suite} ${name} `))
    return [
      `  ${name}`,
      String(value),
      then === undefined ? '' : String(then),
      then === undefined || then === value ? '' : signed(value - then),
      limit === undefined ? '' : `${describeLimit(limit)}${broken ? '  ✗' : ''}`,
    ]
  })
  return [
    `${report.suite}  ${results.length - failed.length}/${results.length} pass · ${describeChange(comparison)} · ${Math.round(p95)} ms p95`,
    drawTable([['  metric', 'now', 'baseline', 'change', 'limit'], ...rows]),
    ...drawMoves(run),
    ...(failed.length === 0
      ? []
      : [
          '  why cases fail',
          drawTable(
            countReasons(failed)
              .slice(0, 8)
              .map(([reason, count]) => [`    ${count}`, reason]),
          ),
        ]),
  ].join('\n')
}

export function drawSummary(runs: readonly SuiteRun[]): string {
  const rows = runs.map(({ report, results, comparison, broken, whole, seconds }) => [
    report.suite,
    `${results.filter(({ verdict }) => verdict.pass).length}/${report.n}`,
    describeChange(comparison),
    whole ? (broken.length === 0 ? 'ok' : `${broken.length} broken`) : 'part',
    `${seconds.toFixed(1)} s`,
  ])
  const table = drawTable([['suite', 'pass', 'against the baseline', 'limits', 'time'], ...rows])
  return `${table}\n\n${describeHeadline(runs).text}`
}

/** The whole run in one sentence. */
export function describeHeadline(runs: readonly SuiteRun[]): { good: boolean; text: string } {
  const named = (change: string): string =>
    runs
      .filter(({ comparison }) => comparison.change === change)
      .map(({ report }) => report.suite)
      .join(', ')
  const [worse, better] = [named('worse'), named('better')]
  const broken = runs.flatMap((run) => run.broken).length
  const parts = [
    worse === '' ? 'No suite is worse than its baseline' : `Worse: ${worse}`,
    ...(better === '' ? [] : [`better: ${better}`]),
    broken === 0
      ? 'every limit holds'
      : `${broken} ${broken === 1 ? 'limit is' : 'limits are'} broken`,
  ]
  return { good: worse === '' && broken === 0, text: `${parts.join('; ')}.` }
}

/** Prompts that are not what the baselines were made with: the first suspects of what moved. */
export function describePrompts(
  runs: readonly SuiteRun[],
  { prompts }: RunInfo,
): string | undefined {
  const changed = new Set(
    runs.flatMap(({ promptsThen }) =>
      Object.entries(promptsThen ?? {})
        .filter(([id, version]) => prompts[id] !== version)
        .map(
          ([id, version]) =>
            `${id} v${version} → ${prompts[id] === undefined ? 'gone' : `v${prompts[id]}`}`,
        ),
    ),
  )
  return changed.size === 0
    ? undefined
    : `prompts changed since the baselines: ${[...changed].toSorted().join(', ')}`
}
