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
  live: async () => {
    const { runLive } = await import('./live/run.ts')
    return (args) => runLive(args)
  },
  harvest: async () => (await import('./harvest/run.ts')).runHarvest,
}

/** These names are also those of suites over our own cases; the option says that a set by path is meant. */
const BY_PATH: Readonly<Record<string, string>> = {
  retrieval: '--beir',
  duplicates: '--stream',
  answers: '--rgb',
}

const isGiven = (args: readonly string[], option: string): boolean =>
  args.some((arg) => arg === option || arg.startsWith(`${option}=`))

async function main(all: readonly string[]): Promise<void> {
  const [name = '', ...args] = all
  if (name === '' || name.startsWith('--')) {
    const { runTier } = await import('./tier.ts')
    return runTier(all)
  }
  const load = COMMANDS[name]
  const option = BY_PATH[name]
  if (load === undefined || (option !== undefined && !isGiven(args, option))) {
    const { SUITE_GROUPS, SUITES } = await import('./suites/index.ts')
    if (name in SUITE_GROUPS || SUITES.some((suite) => suite.name === name)) {
      const { runTier } = await import('./tier.ts')
      return runTier(['--suite', name, ...args])
    }
    const names = [...SUITES.map((suite) => suite.name), ...Object.keys(SUITE_GROUPS)]
    throw new Error(
      `Unknown "${name}". Without a name every suite runs. Suites: ${names.join(', ')}. Others: ${Object.keys(COMMANDS).join(', ')}`,
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
