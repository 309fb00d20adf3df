type Run = (args: readonly string[]) => Promise<object>

/** Everything that ends with one line of JSON; loaded when asked for, because some of it loads half a framework. */
const COMMANDS: Readonly<Record<string, () => Promise<Run>>> = {
  retrieval: async () => (await import('./sets/retrieval.ts')).runRetrievalSuite,
  gate: async () => (await import('./sets/gate.ts')).runGateSuite,
  classify: async () => (await import('./sets/classify.ts')).runClassifySuite,
  addresses: async () => (await import('./sets/addresses.ts')).runAddressSuite,
  duplicates: async () => (await import('./sets/duplicates.ts')).runDuplicatesSuite,
  replies: async () => (await import('./sets/replies.ts')).runRepliesSuite,
  jailbreak: async () => (await import('./sets/jailbreak.ts')).runJailbreakSuite,
  answers: async () => (await import('./sets/rgb.ts')).runRgbSuite,
  peers: async () => (await import('./peers/run.ts')).runPeers,
  live: async () => (await import('./live/run.ts')).runLive,
  harvest: async () => (await import('./harvest/run.ts')).runHarvest,
}

async function main(all: readonly string[]): Promise<void> {
  const [name = '', ...args] = all
  if (name === '' || name.startsWith('--')) {
    const { runTier } = await import('./tier.ts')
    return runTier(all)
  }
  const load = COMMANDS[name]
  if (load === undefined) {
    throw new Error(
      `Unknown "${name}". Without a name the deterministic tier runs; others: ${Object.keys(COMMANDS).join(', ')}`,
    )
  }
  const run = await load()
  process.stdout.write(`${JSON.stringify(await run(args))}\n`)
}

main(process.argv.slice(2)).catch((error: unknown) => {
  // A wrong argument needs its message; where the code is at fault, DEBUG=1 shows where.
  const detail = process.env['DEBUG'] === undefined ? 'message' : 'stack'
  process.stderr.write(`${error instanceof Error ? error[detail] : String(error)}\n`)
  process.exitCode = 2
})
