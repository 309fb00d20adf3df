import { runAddressSuite } from './addresses.ts'
import { runClassifySuite } from './classify.ts'
import { runDuplicatesSuite } from './duplicates.ts'
import { runGateSuite } from './gate.ts'
import { runRepliesSuite } from './replies.ts'
import { runRetrievalSuite } from './retrieval.ts'
import { runTier } from './tier.ts'

/** External sets by path: each prints one line of JSON at its end. */
const SETS: Readonly<Record<string, (args: readonly string[]) => Promise<object>>> = {
  retrieval: runRetrievalSuite,
  gate: runGateSuite,
  classify: runClassifySuite,
  addresses: runAddressSuite,
  duplicates: runDuplicatesSuite,
  replies: runRepliesSuite,
}

const [name = '', ...args] = process.argv.slice(2)
const set = SETS[name]
if (name === '' || name.startsWith('--')) await runTier(process.argv.slice(2))
else if (set !== undefined) process.stdout.write(`${JSON.stringify(await set(args))}\n`)
else {
  process.stderr.write(
    `Unknown "${name}". Without a name the deterministic tier runs; sets by path: ${Object.keys(SETS).join(', ')}\n`,
  )
  process.exitCode = 2
}
