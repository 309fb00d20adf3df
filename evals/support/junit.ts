import type { SuiteRun } from './results.ts'

/** Characters XML 1.0 cannot hold at all are dropped, the rest is escaped. */
export function escapeXml(text: string): string {
  return [...text]
    .filter((char) => char === '\t' || char === '\n' || char >= ' ')
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/**
 * Test reports for CI systems. A suite fails by its limits and its baseline, not by one case that was always wrong: those
 * are told in `system-out`, a fallen case and a broken limit are failures.
 */
export function drawJunit(runs: readonly SuiteRun[]): string {
  const suites = runs.map((run) => {
    const { report, results, comparison, broken } = run
    const fell = new Set(comparison.down)
    const cases = results.map(({ id, verdict, milliseconds }) => {
      const reasons = escapeXml(verdict.reasons.join('; '))
      const body = verdict.pass
        ? ''
        : fell.has(id)
          ? `<failure message="${reasons}"/>`
          : `<system-out>${reasons}</system-out>`
      return `<testcase classname="${report.suite}" name="${escapeXml(id)}" time="${(milliseconds / 1000).toFixed(3)}">${body}</testcase>`
    })
    const limits = broken.map(
      (line) =>
        `<testcase classname="${report.suite}" name="limit"><failure message="${escapeXml(line)}"/></testcase>`,
    )
    const failures = results.filter(({ id, verdict }) => !verdict.pass && fell.has(id)).length
    return [
      `<testsuite name="${report.suite}" tests="${results.length + limits.length}" failures="${failures + limits.length}" time="${run.seconds.toFixed(1)}">`,
      ...cases,
      ...limits,
      '</testsuite>',
    ].join('\n')
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('\n')}\n</testsuites>\n`
}
