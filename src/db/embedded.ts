import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { connectEmbedded, type Database } from './client.ts'
import { acquireLock, findLockHolder } from './embedded-lock.ts'
import type { EmbeddedMessage, EmbeddedWorkerData } from './embedded-worker.ts'

export type EmbeddedDatabase = {
  sql: Database
  /** True when this process runs the database, false when it joined a running server's socket. */
  owner: boolean
  close(): Promise<void>
}

/** Longest path a unix socket may have on Linux (108 bytes with the terminator), minus the file name. */
const MAX_SOCKET_DIRECTORY = 107 - '/.s.PGSQL.5432'.length

function socketDirectoryFor(dataDirectory: string): string {
  const beside = join(dataDirectory, 'socket')
  if (Buffer.byteLength(beside) <= MAX_SOCKET_DIRECTORY) {
    mkdirSync(beside, { recursive: true, mode: 0o700 })
    chmodSync(beside, 0o700)
    return beside
  }
  return mkdtempSync(join(tmpdir(), 'grid-worker-'))
}

/**
 * Starts PGlite on `dataDirectory`. Throws DataDirectoryLockedError when another process has it, unless `join` is set:
 * then the running server's socket is used, so that the CLI works beside a running service.
 */
export async function openEmbedded(
  dataDirectory: string,
  options: { join?: boolean } = {},
): Promise<EmbeddedDatabase> {
  const directory = resolve(dataDirectory)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const holder = findLockHolder(directory)
  if (options.join === true && holder !== undefined) {
    const sql = connectEmbedded(holder.socketDirectory)
    return { sql, owner: false, close: () => sql.end({ timeout: 5 }) }
  }
  const socketDirectory = socketDirectoryFor(directory)
  const release = acquireLock(directory, socketDirectory)
  try {
    const database = await startEmbedded({
      databaseDirectory: join(directory, 'postgres'),
      socketDirectory,
    })
    return {
      sql: database.sql,
      owner: true,
      close: async () => {
        await database.close()
        release()
      },
    }
  } catch (error) {
    release()
    throw error
  }
}

/** PGlite in a worker thread behind a unix socket, without the lock. In memory when no directory is given. */
export async function startEmbedded(options: {
  databaseDirectory?: string
  socketDirectory: string
  dump?: Uint8Array
}): Promise<{ sql: Database; dump(): Promise<Uint8Array>; close(): Promise<void> }> {
  const socketPath = join(options.socketDirectory, '.s.PGSQL.5432')
  // A killed server leaves its socket file behind; the lock says nobody listens on it.
  if (existsSync(socketPath)) rmSync(socketPath)
  const data: EmbeddedWorkerData = {
    databaseDirectory: options.databaseDirectory,
    socketPath,
    dump: options.dump,
  }
  const worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), { workerData: data })
  await nextMessage(worker, 'ready')
  const sql = connectEmbedded(options.socketDirectory)
  return {
    sql,
    dump: async () => {
      worker.postMessage('dump')
      const message = await nextMessage(worker, 'dump')
      return message.kind === 'dump' ? message.bytes : new Uint8Array()
    },
    close: async () => {
      await sql.end({ timeout: 5 })
      worker.postMessage('close')
      await nextMessage(worker, 'closed')
      await worker.terminate()
    },
  }
}

function nextMessage(worker: Worker, kind: EmbeddedMessage['kind']): Promise<EmbeddedMessage> {
  return new Promise((settle, reject) => {
    const finish = (): void => {
      worker.off('message', onMessage)
      worker.off('error', onError)
      worker.off('exit', onExit)
    }
    const onMessage = (message: EmbeddedMessage): void => {
      finish()
      if (message.kind === kind) settle(message)
      else
        reject(
          new Error(
            `embedded database: ${message.kind === 'failed' ? message.message : message.kind}`,
          ),
        )
    }
    const onError = (error: Error): void => {
      finish()
      reject(error)
    }
    const onExit = (code: number): void => {
      finish()
      reject(new Error(`embedded database stopped with code ${code}`))
    }
    worker.on('message', onMessage)
    worker.on('error', onError)
    worker.on('exit', onExit)
  })
}
