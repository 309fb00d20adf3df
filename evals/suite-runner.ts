import { parentPort, workerData } from 'node:worker_threads'
import { Benches, type Ran } from './run-suite.ts'
import { chooseCases } from './suites/choose.ts'

export type RunnerData = { rate: number; database: Uint8Array | undefined }
export type RunnerTask = { suite: string; ids: string[] | undefined }
export type RunnerMessage = { kind: 'case' } | { kind: 'ran'; ran: Ran }

const port = parentPort
if (port === null) throw new Error('suite-runner is started as a worker by run-all')
const { rate, database } = workerData as RunnerData
const benches = new Benches(rate, database)
const tell = (message: RunnerMessage): void => port.postMessage(message)

async function runTask({ suite, ids }: RunnerTask): Promise<void> {
  const [chosen] = await chooseCases({ suites: [suite], ids })
  if (chosen === undefined)
    throw new Error(`${suite} has no case of ${ids?.join(' ') ?? 'its own'}`)
  tell({ kind: 'ran', ran: await benches.run(chosen, () => tell({ kind: 'case' })) })
}

port.on('message', (message: RunnerTask | 'close') => {
  const work = message === 'close' ? benches.close().then(() => port.close()) : runTask(message)
  // Thrown outside of the promise, so that whoever started this thread hears of it.
  work.catch((error: unknown) =>
    setImmediate(() => {
      throw error
    }),
  )
})
