/** `npm run bench -- <name> …`: long measurements, kept out of the tests. */
export const BENCHES: Readonly<Record<string, () => Promise<unknown>>> = {
  turn: () => import('./turn.ts'),
  streams: () => import('./streams.ts'),
  'first-byte': () => import('./first-byte.ts'),
  tickets: () => import('./tickets.ts'),
  service: () => import('./service.ts'),
  city: () => import('./city.ts'),
  retrieval: () => import('../../evals/bench/retrieval.ts'),
}

const wanted = process.argv[2] ?? ''
const load = BENCHES[wanted]
if (load === undefined) {
  process.stderr.write(`Usage: npm run bench -- ${Object.keys(BENCHES).join(' | ')}\n`)
  process.exitCode = 2
} else {
  await load()
}
