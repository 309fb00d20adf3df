import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

export type LockHolder = { pid: number; startedAt: string; socketDirectory: string }

/** One data directory, one server: the second would corrupt the first one's database. */
export class DataDirectoryLockedError extends Error {
  readonly holder: LockHolder

  constructor(directory: string, holder: LockHolder) {
    super(
      `${directory} is in use by process ${holder.pid}. Stop that server first, or set DATA_DIR to another directory.`,
    )
    this.name = 'DataDirectoryLockedError'
    this.holder = holder
  }
}

/** Start time of a process as the kernel tells it, so that a reused process id is not taken for the old server. */
function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    // No /proc on this system, or no such process: isAlive() decides by the signal alone.
    return undefined
  }
}

function isAlive(holder: LockHolder): boolean {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  const started = processStart(holder.pid)
  return started === undefined || holder.startedAt === '' || started === holder.startedAt
}

function lockPath(dataDirectory: string): string {
  return join(dataDirectory, 'server.lock')
}

/** The live server on this directory, if there is one. */
export function findLockHolder(dataDirectory: string): LockHolder | undefined {
  let text: string
  try {
    text = readFileSync(lockPath(dataDirectory), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const [pid = '', startedAt = '', socketDirectory = ''] = text.split('\n')
  const holder = { pid: Number(pid), startedAt, socketDirectory }
  return Number.isInteger(holder.pid) && holder.pid > 0 && isAlive(holder) ? holder : undefined
}

/** Throws DataDirectoryLockedError while another live process holds the directory. Returns the release function. */
export function acquireLock(dataDirectory: string, socketDirectory: string): () => void {
  const path = lockPath(dataDirectory)
  for (let attempt = 0; ; attempt++) {
    try {
      const file = openSync(path, 'wx', 0o600)
      writeSync(file, `${process.pid}\n${processStart(process.pid) ?? ''}\n${socketDirectory}\n`)
      closeSync(file)
      return () => rmSync(path, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 2) throw error
      const holder = findLockHolder(dataDirectory)
      if (holder !== undefined) throw new DataDirectoryLockedError(dataDirectory, holder)
      // The holder was killed before it could clean up.
      rmSync(path, { force: true })
    }
  }
}
