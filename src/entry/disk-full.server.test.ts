import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openRemoteResident } from '../testing/resident.ts'
import { startServer, stopServer, type Server } from '../testing/server-process.ts'

const SIZE = '120m'

/** A small disk of its own for one process and its children; it goes with them. */
function onSmallDisk(directory: string): string[] {
  const rights = process.getuid?.() === 0 ? ['--mount'] : ['--mount', '--map-root-user']
  const mount = `mount -t tmpfs -o size=${SIZE} tmpfs "$0" && exec "$@"`
  return ['unshare', ...rights, 'sh', '-c', mount, directory]
}

describe('the disk of the embedded database is full', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gw-disk-'))
  let server: Server | undefined
  afterAll(async () => {
    if (server !== undefined) await stopServer(server, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  it(
    'R-OPS: danger is answered, the rest is told honestly, and with room again everything confirmed is there',
    { timeout: 300_000 },
    async () => {
      server = await startServer(
        { DATA_DIR: folder, LOG_LEVEL: 'error', TURN_DEADLINE_MS: '10000' },
        { inside: onSmallDisk(folder) },
      )
      const { base, child } = server
      const resident = await openRemoteResident(base)
      const before = await resident.say('居委会管多少户')
      expect(before.events.at(-1)).toMatchObject({ type: 'turn.completed' })

      // The file system of the process, seen from here.
      const ballast = join(`/proc/${child.pid}/root`, folder, 'ballast')
      fillUp(ballast)
      const statuses: string[] = []
      for (let at = 0; at < 40; at += 1) {
        const heard = await resident.say(
          `居委会管多少户？第${at}次问，${'请说得详细一点'.repeat(200)}`,
        )
        const end = heard.events.at(-1)
        statuses.push(`${heard.status} ${end?.type === 'turn.failed' ? end.code : end?.type}`)
        if (end?.type !== 'turn.completed') break
      }
      // Out of reach, with the numbers; not “something broke”.
      expect(statuses.at(-1)).toMatch(/^503|unavailable/)
      expect((await fetch(`${base}/healthz`)).status).toBe(200)
      const danger = await resident.say('厨房着火了，全是烟')
      // The card itself: many a plain error names the number as well.
      expect(danger.events.map(({ type }) => type)).toContain('emergency')
      expect(danger.body).toContain('119')

      rmSync(ballast)
      await expect
        .poll(async () => (await resident.say('居委会管多少户')).events.at(-1)?.type, {
          timeout: 60_000,
          interval: 1_000,
        })
        .toBe('turn.completed')
      const said = (await resident.messages()).map(({ text }) => text)
      expect(said[0]).toBe('居委会管多少户')
    },
  )
})

function fillUp(path: string): void {
  const block = Buffer.alloc(1024 * 1024)
  for (;;) {
    try {
      writeFileSync(path, block, { flag: 'a' })
    } catch (error) {
      // What is wanted.
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return
      throw error
    }
  }
}
