import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { acquireLock, DataDirectoryLockedError, findLockHolder } from './embedded-lock.ts'

const LOCK = new URL('./embedded-lock.ts', import.meta.url).href

describe('the lock of a data directory', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gw-lock-'))
  })
  const holders: ChildProcess[] = []
  afterEach(() => {
    for (const child of holders.splice(0)) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  /** Another process that holds the lock until it is killed. */
  async function holder() {
    const script = `import { acquireLock } from ${JSON.stringify(LOCK)}
      acquireLock(process.argv[1], '/somewhere'); console.log('held'); setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder])
    holders.push(child)
    await once(child.stdout, 'data')
    return child
  }

  it('opens a directory whose server was killed, and no directory of a live one', async () => {
    const server = await holder()
    expect(findLockHolder(folder)).toMatchObject({ pid: server.pid, socketDirectory: '/somewhere' })
    expect(() => acquireLock(folder, '/mine')).toThrow(DataDirectoryLockedError)
    const gone = once(server, 'exit')
    server.kill('SIGKILL')
    await gone
    expect(findLockHolder(folder)).toBeUndefined()
    expect(() => acquireLock(folder, '/mine')).not.toThrow()
    expect(findLockHolder(folder)).toMatchObject({ pid: process.pid, socketDirectory: '/mine' })
  })

  it('is gone when it is given back', () => {
    acquireLock(folder, '/mine')()
    expect(findLockHolder(folder)).toBeUndefined()
  })
})
