import type { Database } from '../db/client.ts'
import { guardDriver } from '../entry/guard-driver.ts'
import { doorTo } from './door.ts'

/**
 * Severs the connections of the driver at its two worst moments, and says whether a query is answered afterwards.
 * A process of its own, for the driver is guarded as it is loaded: `node severed.ts <database url> <guarded|bare>`.
 */
const [url = '', mode] = process.argv.slice(2)
if (mode === 'guarded') guardDriver()
const { connectServer } = await import('../db/client.ts')

const PATIENCE_MS = 8_000
const pause = (ms: number) => new Promise((settle) => setTimeout(settle, ms))
const late = async (): Promise<string> => {
  await pause(PATIENCE_MS)
  return 'never answered'
}
const failed = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)

/** The first may still meet the dead connection; one of the next is answered, or the connection is lost for good. */
async function askAgain(sql: Database): Promise<string> {
  let said = ''
  for (let at = 0; at < 3 && said !== 'answered'; at += 1) {
    said = await Promise.race([sql`select 1`.then(() => 'answered', failed), late()])
    if (said === 'never answered') break
  }
  return said
}

async function afterTransaction(): Promise<{ inside: string; after: string }> {
  const door = await doorTo(url)
  const sql = connectServer(door.url, 1)
  let inside = 'nothing'
  const transaction = sql.begin(async (tx) => {
    await tx`select 1`
    door.shut()
    await pause(200)
    inside = await Promise.race([tx`select ${'text'}::text`.then(() => 'answered', failed), late()])
  })
  await transaction.catch(failed)
  await pause(300)
  await door.open()
  const after = await askAgain(sql)
  return { inside, after }
}

async function betweenAskingAndWriting(): Promise<{ inside: string; after: string }> {
  const door = await doorTo(url)
  const sql = connectServer(door.url, 1)
  await sql`select 1`
  const asked = new Promise<string>((settle) =>
    // From here the reset is read before what is asked is written.
    setImmediate(() => {
      door.shut()
      sql`select 1`.then(
        () => settle('answered'),
        (error: unknown) => settle(failed(error)),
      )
    }),
  )
  const inside = await Promise.race([asked, late()])
  await door.open()
  const after = await askAgain(sql)
  return { inside, after }
}

const found = {
  transaction: await afterTransaction(),
  asking: await betweenAskingAndWriting(),
}
process.stdout.write(`${JSON.stringify(found)}\n`)
process.exit(0)
