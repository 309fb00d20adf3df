import { runAnswersSuite } from './answers.ts'
import { runDuplicatesSuite } from './duplicates.ts'
import { runAddressSuite } from './addresses.ts'
import { runClassifySuite } from './classify.ts'
import { runGateSuite } from './gate.ts'
import { runRepliesSuite } from './replies.ts'
import { runRetrievalSuite } from './retrieval.ts'

/** Each prints one line of JSON a suite at its end. `answers` runs our own cases, the others run external sets by path. */
const SUITES: Readonly<
  Record<string, (args: readonly string[]) => Promise<object | readonly object[]>>
> = {
  answers: runAnswersSuite,
  retrieval: runRetrievalSuite,
  gate: runGateSuite,
  classify: runClassifySuite,
  addresses: runAddressSuite,
  duplicates: runDuplicatesSuite,
  replies: runRepliesSuite,
}

const [name = '', ...args] = process.argv.slice(2)
const suite = SUITES[name]
if (suite === undefined) {
  process.stderr.write(`Unknown suite "${name}". Known: ${Object.keys(SUITES).join(', ')}\n`)
  process.exitCode = 2
} else {
  for (const report of [await suite(args)].flat()) {
    process.stdout.write(`${JSON.stringify(report)}\n`)
  }
}
