import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { connectServer } from '../db/client.ts'
import { dump, fill } from '../testing/backup.ts'
import { embeddedDatabase, serverDatabase } from '../testing/database.ts'
import { testPorts } from '../testing/ports.ts'
import { fileTicket } from '../testing/tickets.ts'
import { createBackup, restoreBackup } from './index.ts'

describe('from embedded to server and back', () => {
  it('R-OPS: the same rows and chains on both', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gw-backup-'))
    const [embedded, server, back] = [
      await embeddedDatabase(),
      await serverDatabase(),
      await embeddedDatabase(),
    ]
    try {
      const ports = await testPorts(embedded.sql)
      await fill(ports, folder)
      await createBackup(ports, { path: join(folder, 'a.gwb') })
      const there = await testPorts(server.sql)
      const moved = restoreBackup(there, { path: join(folder, 'a.gwb') })
      await expect(moved).resolves.toMatchObject({ tickets: 2 })
      expect(await dump(server)).toEqual(await dump(embedded))
      await createBackup(there, { path: join(folder, 'b.gwb') })
      await restoreBackup(await testPorts(back.sql), { path: join(folder, 'b.gwb') })
      expect(await dump(back)).toEqual(await dump(embedded))
    } finally {
      await Promise.all([embedded.close(), server.close(), back.close()])
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('R-OPS: a backup is of one moment while the service goes on writing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gw-backup-'))
    const [server, target] = [await serverDatabase(), await serverDatabase()]
    const other = connectServer(server.url ?? '', 1)
    try {
      const ports = await testPorts(server.sql)
      await fill(ports, folder)
      const writer = await testPorts(other)
      const waiting = () => server.sql`
        select 1 from pg_locks where relation = 'api_keys'::regclass and not granted`
      let backup: ReturnType<typeof createBackup> | undefined
      await server.sql.begin(async (tx) => {
        // The backup has looked at the chains and waits at an early table, while somebody files a ticket.
        await tx`lock table api_keys in access exclusive mode`
        backup = createBackup(ports, { path: join(folder, 'a.gwb') })
        await expect.poll(async () => (await waiting()).length).toBe(1)
        await fileTicket(writer)
      })
      expect(await backup).toMatchObject({ tickets: 2 })
      const there = await testPorts(target.sql)
      const restored = restoreBackup(there, { path: join(folder, 'a.gwb') })
      await expect(restored).resolves.toMatchObject({ tickets: 2 })
    } finally {
      await other.end({ timeout: 5 })
      await Promise.all([server.close(), target.close()])
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
