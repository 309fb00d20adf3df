import { parseConfig } from '../config.ts'
import { connectServer } from '../db/client.ts'
import { createWakeup } from '../shared/wakeup.ts'
import { sweepTicketClocks } from '../tickets/index.ts'

// A worker of its own: `node sweep-child.ts <database url> <instant>`. Prints what it did.

const [, , url = '', instant = ''] = process.argv
const sql = connectServer(url, 2)
const result = await sweepTicketClocks({
  sql,
  config: parseConfig({ SECRET_KEY: 'sweep-child-'.repeat(4) }),
  clock: { now: () => new Date(instant) },
  wakeup: createWakeup(),
  logger: { log: () => undefined },
})
process.stdout.write(JSON.stringify(result))
await sql.end()
