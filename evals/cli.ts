import { runDuplicatesSuite } from './duplicates.ts'
import { runAddressSuite } from './addresses.ts'
import { runClassifySuite } from './classify.ts'
import { runGateSuite } from './gate.ts'
import { runRetrievalSuite } from './retrieval.ts'

/** Suites over external sets, by path. Each prints one line of JSON at its end. */
const EXTERNAL_SUITES: Readonly<Record<string, (args: readonly string[]) => Promise<object>>> = {
  retrieval: runRetrievalSuite,
  gate: runGateSuite,
  classify: runClassifySuite,
  addresses: runAddressSuite,
  duplicates: runDuplicatesSuite,
}

const [name = '', ...args] = process.argv.slice(2)
const suite = EXTERNAL_SUITES[name]
if (suite === undefined) {
  process.stderr.write(
    `Unknown suite "${name}". Known: ${Object.keys(EXTERNAL_SUITES).join(', ')}\n`,
  )
  process.exitCode = 2
} else {
  process.stdout.write(`${JSON.stringify(await suite(args))}\n`)
}
