import { runHarvest } from './harvest/run.ts'
import { runLive } from './live/run.ts'
import { runPeers } from './peers/run.ts'
import { runAddressSuite } from './sets/addresses.ts'
import { runClassifySuite } from './sets/classify.ts'
import { runDuplicatesSuite } from './sets/duplicates.ts'
import { runGateSuite } from './sets/gate.ts'
import { runRepliesSuite } from './sets/replies.ts'
import { runJailbreakSuite } from './sets/jailbreak.ts'
import { runRgbSuite } from './sets/rgb.ts'
import { runRetrievalSuite } from './sets/retrieval.ts'
import { runTier } from './tier.ts'

/** External sets by path: each prints one line of JSON at its end. */
const SETS: Readonly<Record<string, (args: readonly string[]) => Promise<object>>> = {
  retrieval: runRetrievalSuite,
  gate: runGateSuite,
  classify: runClassifySuite,
  addresses: runAddressSuite,
  duplicates: runDuplicatesSuite,
  replies: runRepliesSuite,
  jailbreak: runJailbreakSuite,
  answers: runRgbSuite,
  peers: runPeers,
  live: runLive,
  harvest: runHarvest,
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
