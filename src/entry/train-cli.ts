import { parseArgs } from 'node:util'
import { selectReviewedTexts } from '../tickets/classifier/review-store.ts'
import type { LabelledText } from '../tickets/classifier/train-classifier.ts'
import { readTrainingLines, trainShipped } from './train.ts'

/** `npm run train -- [rows.jsonl …] [--reviews] [--out weights.json]`; `--reviews` adds what staff accepted. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { reviews: { type: 'boolean' }, out: { type: 'string' } },
    allowPositionals: true,
  })
  const given = positionals.flatMap((path) => readTrainingLines(path))
  const reviewed = values.reviews === true ? await readReviews() : []
  process.stdout.write(`${trainShipped([...given, ...reviewed], values.out)}\n`)
}

/** Loaded only here: the database's modules reach the weights this command may have to make first. */
async function readReviews(): Promise<LabelledText[]> {
  const { buildNodePorts } = await import('./node-ports.ts')
  const { parseConfig } = await import('../config.ts')
  const ports = await buildNodePorts(parseConfig({ LOG_LEVEL: 'warn', ...process.env }), {
    join: true,
  })
  try {
    return await selectReviewedTexts(ports.sql)
  } finally {
    await ports.close()
  }
}

await main()
