import { Worker } from 'node:worker_threads'
import { Benches, prepareKnowledge, type Ran } from './run-suite.ts'
import type { RunnerData, RunnerMessage, RunnerTask } from './suite-runner.ts'
import type { Chosen } from './suites/choose.ts'
import { progressBar } from './support/progress.ts'

export type RunOptions = {
  /** Suites at once, each in a thread with a database of its own. */
  jobs: number
  /** Share of its lines in which the scripted model errs. */
  rate: number
  /** A knowledge base from an earlier run; without it one is read anew. */
  prepared?: Uint8Array | undefined
  onSuite(chosen: Chosen, ran: Ran): Promise<void>
}

/** All suites, the largest first so that none is left running alone at the end. One that throws stops the run. */
export async function runAll(chosen: readonly Chosen[], options: RunOptions): Promise<void> {
  const queue = chosen.toSorted((a, b) => b.cases.length - a.cases.length)
  const offline = queue.every(({ suite }) => suite.offline === true)
  const database = offline ? undefined : (options.prepared ?? (await prepareKnowledge()))
  const bar = progressBar(
    chosen.length === 1 ? (chosen[0]?.suite.name ?? '') : 'cases',
    queue.reduce((sum, { cases }) => sum + cases.length, 0),
  )
  let done = 0
  const onCase = (): void => bar((done += 1))
  const jobs = Math.max(1, Math.min(options.jobs, queue.length))
  if (jobs === 1) return runHere(chosen, { ...options, database, onCase })
  const threads = Array.from({ length: jobs }, () =>
    runThere(queue, { ...options, database, onCase }),
  )
  await Promise.all(threads)
}

type Inner = RunOptions & { database: Uint8Array | undefined; onCase(): void }

async function runHere(chosen: readonly Chosen[], options: Inner): Promise<void> {
  const benches = new Benches(options.rate, options.database)
  try {
    for (const item of chosen) await options.onSuite(item, await benches.run(item, options.onCase))
  } finally {
    await benches.close()
  }
}

/** Takes suites from the queue until it is empty. */
async function runThere(queue: Chosen[], options: Inner): Promise<void> {
  const { rate, database, onCase, onSuite } = options
  const data: RunnerData = { rate, database }
  const worker = new Worker(new URL('./suite-runner.ts', import.meta.url), { workerData: data })
  try {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      await onSuite(item, await askRunner(worker, item, onCase))
    }
    const stopped = new Promise((settle) => worker.once('exit', settle))
    worker.postMessage('close')
    await stopped
  } catch (error) {
    queue.length = 0
    throw error
  } finally {
    await worker.terminate()
  }
}

function askRunner(worker: Worker, { suite, cases, whole }: Chosen, onCase: () => void) {
  const task: RunnerTask = {
    suite: suite.name,
    ids: whole ? undefined : cases.map(({ id }) => id),
  }
  return new Promise<Ran>((settle, reject) => {
    // One by one: without its own inner listeners a worker is never heard again.
    const finish = (then: () => void): void => {
      worker.off('message', onMessage)
      worker.off('error', onError)
      worker.off('exit', onExit)
      then()
    }
    const onMessage = (message: RunnerMessage): void => {
      if (message.kind === 'case') onCase()
      else finish(() => settle(message.ran))
    }
    const onError = (error: Error): void => finish(() => reject(error))
    const onExit = (code: number): void =>
      finish(() => reject(new Error(`${suite.name} ended with ${code}`)))
    worker.on('message', onMessage)
    worker.on('error', onError)
    worker.on('exit', onExit)
    worker.postMessage(task)
  })
}
