import { textOf } from '../scorers/reply.ts'
import { lastOf, type CaseResult } from '../suites/case.ts'

export type SuiteReport = { suite: string; metrics: Record<string, number>; n: number }

/** Wide characters take two columns of a terminal. */
function width(text: string): number {
  return [...text].reduce((sum, char) => sum + (/[\u1100-\uFFEF]/u.test(char) ? 2 : 1), 0)
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
  const reply = lastOf(result.replies)
  const cited = reply.citations.map((item) => `《${item.title}》${item.section}`)
  return [
    `✗ ${result.id} [${result.tags.join(', ')}] ${result.question}`,
    `  why       ${result.verdict.reasons.join('; ')}`,
    `  expected  ${result.expected}`,
    `  outcome   ${reply.outcome} · ${Math.round(reply.milliseconds)} ms`,
    `  answer    ${textOf(reply).replaceAll('\n', '\n            ') || '(nothing)'}`,
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
