import { openEmbedded } from '../db/embedded.ts'
import { migrate } from '../db/migrate.ts'
import { ingestPath } from '../ingestion/index.ts'
import { systemClock } from '../shared/clock.ts'

// Run as a process of its own, so that a test can kill it: `node ingest-child.ts <data directory> <file>`.

const [, , directory = '', file = ''] = process.argv
const database = await openEmbedded(directory)
await migrate(database.sql)
await ingestPath(
  { sql: database.sql, clock: systemClock, logger: { log: () => undefined } },
  {
    path: file,
    onProgress: ({ chunks }) => process.stdout.write(`${chunks}\n`),
  },
)
process.stdout.write('done\n')
await database.close()
