import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'

/**
 * PGlite runs in its own thread: a query holds the thread it runs on, and the emergency gate, streams and health checks
 * must not wait for it.
 */
export type EmbeddedWorkerData = {
  databaseDirectory: string | undefined
  socketPath: string
  dump: Uint8Array | undefined
}
export type EmbeddedMessage =
  | { kind: 'ready' }
  | { kind: 'closed' }
  | { kind: 'failed'; message: string }
  | { kind: 'dump'; bytes: Uint8Array }

async function serve(data: EmbeddedWorkerData): Promise<void> {
  const db = await PGlite.create({
    ...(data.databaseDirectory === undefined ? {} : { dataDir: data.databaseDirectory }),
    ...(data.dump === undefined ? {} : { loadDataDir: new Blob([new Uint8Array(data.dump)]) }),
    extensions: { vector },
  })
  const server = new PGLiteSocketServer({ db, path: data.socketPath, maxConnections: 64 })
  await server.start()
  parentPort?.on('message', (message: 'close' | 'dump') => {
    if (message === 'dump') {
      void db
        .dumpDataDir('none')
        .then(async (blob) =>
          post({ kind: 'dump', bytes: new Uint8Array(await blob.arrayBuffer()) }),
        )
        .catch(fail)
      return
    }
    void server
      .stop()
      .then(() => db.close())
      .then(() => post({ kind: 'closed' }))
      .catch(fail)
  })
  post({ kind: 'ready' })
}

function post(message: EmbeddedMessage): void {
  parentPort?.postMessage(message)
}

function fail(error: unknown): void {
  post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
}

serve(workerData as EmbeddedWorkerData).catch(fail)
