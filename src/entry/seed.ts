import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createBackup, holdsContent, restoreBackup } from '../backup/index.ts'
import { seedDemo } from './demo/seed-demo.ts'
import type { Ports } from '../ports.ts'

const SNAPSHOT = 'demo.gwb'
type Say = (line: string) => void
const tell: Say = (line) => void process.stderr.write(`${line}\n`)

/** `npm run seed -- --demo [--reset]`: a fictional quarter, and the way back to exactly that. */
export async function runSeed(
  ports: Ports,
  { values }: { values: Record<string, unknown> },
  say: Say = tell,
): Promise<number> {
  if (values['demo'] !== true) {
    say('Usage: npm run seed -- --demo          a fictional quarter into an empty database')
    say('       npm run seed -- --demo --reset  back to exactly what was seeded')
    return 2
  }
  const path = join(ports.config.DATA_DIR, SNAPSHOT)
  if (values['reset'] === true) {
    if (!existsSync(path)) {
      say(`${path} is missing: this database was not seeded from here. Nothing was changed.`)
      return 1
    }
    const report = await restoreBackup(ports, { path, replace: true })
    say(`The demo is as it was seeded: ${report.rows} rows, ${report.tickets} tickets.`)
    return 0
  }
  if (await holdsContent(ports)) {
    say(
      'The database holds conversations, tickets or staff; the demo wants an empty one. Nothing was changed.',
    )
    return 1
  }
  const report = await seedDemo(ports, say)
  mkdirSync(ports.config.DATA_DIR, { recursive: true, mode: 0o700 })
  await createBackup(ports, { path })
  say(
    `示例数据: ${report.conversations} conversations, ${report.tickets} tickets, ${report.hotspots} hotspots.`,
  )
  say(`Sign in at /console as ${report.people.join(', ')} with ${report.password}`)
  return 0
}
