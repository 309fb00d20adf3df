import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { serverDatabase } from '../testing/database.ts'

const run = promisify(execFile)
const script = fileURLToPath(new URL('../testing/severed.ts', import.meta.url))

describe('R-OPS: the driver when the database goes away', () => {
  it('refuses what was asked of a dead connection, and answers again afterwards', async () => {
    const database = await serverDatabase()
    const args = [script, database.url ?? '', 'guarded']
    // A process that ended by a fault of the driver has said nothing.
    const said = await run(process.execPath, args).then(
      ({ stdout }): unknown => JSON.parse(stdout),
      (error: unknown) => String(error),
    )
    await database.close()
    expect(said).toEqual({
      transaction: { inside: 'CONNECTION_CLOSED', after: 'answered' },
      asking: { inside: 'ECONNRESET', after: 'answered' },
    })
  })
})
