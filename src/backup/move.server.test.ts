import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dump, fill } from '../testing/backup.ts'
import { embeddedDatabase, serverDatabase } from '../testing/database.ts'
import { testPorts } from '../testing/ports.ts'
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
      await restoreBackup(there, { path: join(folder, 'a.gwb') })
      expect(await dump(server)).toEqual(await dump(embedded))
      await createBackup(there, { path: join(folder, 'b.gwb') })
      await restoreBackup(await testPorts(back.sql), { path: join(folder, 'b.gwb') })
      expect(await dump(back)).toEqual(await dump(embedded))
    } finally {
      await Promise.all([embedded.close(), server.close(), back.close()])
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
