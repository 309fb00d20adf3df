import { z } from 'zod'
import type { Protection } from './protection.ts'

/** What of vitest's JSON report is read. */
export const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
})
export type Report = z.output<typeof Report>

export type Verdict =
  | { kind: 'noticed'; said: string }
  | { kind: 'survived' }
  /** The test failed, but did not say so: the code was broken, not unprotected. */
  | { kind: 'broken'; why: string }

type Expected = Pick<Protection, 'test' | 'by'>

const LENGTH = 160
/** What an `expect` throws; of a promise that ended the other way it says so without its class. */
const EXPECTED = /^AssertionError|^Error: (?:expected|promise (?:resolved|rejected)) /
const WAITED = /^(?:Test)?(?:Timeout)?Error: Test timed out/
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')

function firstLine(text: string): string {
  const line = text.replaceAll(COLOUR, '').split('\n')[0]?.trim() ?? ''
  return line.length > LENGTH ? `${line.slice(0, LENGTH)}…` : line
}

function named(report: Report, { test }: Expected) {
  return report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ fullName }) => fullName.endsWith(test.name))
}

/** Whether the run of one row says what it has to: the named test failed, and by what it expects. */
export function judge(report: Report, expected: Expected): Verdict {
  const ran = named(report, expected).filter(({ status }) => ['passed', 'failed'].includes(status))
  const [suite] = report.testResults
  if (ran.length === 0) {
    return { kind: 'broken', why: firstLine(suite?.message || 'no test of this name ran') }
  }
  const said = ran.flatMap(({ status, failureMessages }) =>
    status === 'failed' ? [firstLine(failureMessages?.[0] ?? '')] : [],
  )
  if (said.length === 0) return { kind: 'survived' }
  const wanted = expected.by === 'time' ? WAITED : EXPECTED
  const [first] = said.filter((line) => wanted.test(line))
  return first === undefined
    ? { kind: 'broken', why: said[0] ?? '' }
    : { kind: 'noticed', said: first }
}

/** Why the test cannot stand for the row: it has to pass while everything is in place. */
export function whyNotGreen(report: Report, expected: Expected): string | undefined {
  const ran = named(report, expected)
  const bad = ran.find(({ status }) => status !== 'passed')
  if (ran.length === 0)
    return firstLine(report.testResults[0]?.message || 'no test of this name ran')
  return bad === undefined ? undefined : firstLine(bad.failureMessages?.[0] ?? bad.status)
}
