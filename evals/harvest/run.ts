import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { parseConfig } from '../../src/config.ts'
import { buildNodePorts } from '../../src/entry/node-ports.ts'
import { productionFile } from '../support/datasets.ts'
import { readJsonLines } from '../support/external-sets.ts'
import { RESULTS } from '../support/results.ts'
import { acceptCandidates, collectCandidates } from './candidates.ts'

const DAYS = 30

async function acceptFile(path: string): Promise<object> {
  const { accepted, waiting, refused } = acceptCandidates(await readJsonLines(path))
  for (const line of refused) process.stderr.write(`refused: ${line}\n`)
  if (refused.length > 0) process.exitCode = 1
  let added = 0
  for (const { home, row } of accepted) {
    const file = productionFile(home)
    const line = `${JSON.stringify(row)}\n`
    const known = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return ''
      throw error
    })
    if (known.includes(line)) continue
    await appendFile(file, line)
    added += 1
  }
  return { suite: 'harvest', metrics: { added, waiting, refused: refused.length }, n: added }
}

/**
 * `npm run eval -- harvest [--since 2026-11-01] [--out file]` collects candidates, masked, into a file that git ignores. A
 * person fills in what was right and their name, then `npm run eval -- harvest --accept file` adds the reviewed ones to
 * the sets; the next run counts them.
 */
export async function runHarvest(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      since: { type: 'string' },
      out: { type: 'string' },
      accept: { type: 'string' },
    },
  })
  if (values.accept !== undefined) return acceptFile(values.accept)
  const since = new Date(values.since ?? Date.now() - DAYS * 86_400_000)
  const config = parseConfig({ LOG_LEVEL: 'warn', ...process.env })
  const ports = await buildNodePorts(config, { join: true })
  try {
    const candidates = await collectCandidates(ports.sql, since)
    const path = values.out ?? fileURLToPath(new URL('candidates.jsonl', RESULTS))
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, candidates.map((row) => `${JSON.stringify(row)}\n`).join(''))
    process.stdout.write(`written: ${path}\n`)
    const counts = candidates.reduce<Record<string, number>>(
      (sum, { kind }) => ({ ...sum, [kind]: (sum[kind] ?? 0) + 1 }),
      {},
    )
    return { suite: 'harvest', metrics: counts, n: candidates.length }
  } finally {
    await ports.drain(10_000)
    await ports.close()
  }
}
