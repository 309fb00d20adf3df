import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { foldForGate } from '../answering/emergency/fold.ts'
import { notice } from '../answering/emergency/features.ts'
import { trainKinds, trainWeights, type Example } from '../answering/emergency/train-weights.ts'

// Learns the weights of the emergency gate from our own phrasings and near misses (never from the blind half), plus, where given,
// files of ordinary questions, one text a line: `npm run train:gate -- questions.txt messages.txt`.

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const TARGET = `${ROOT}src/answering/emergency/gate-weights.json`

type Row = { input: string; expected: { kind: string }; history?: { role: string; text: string }[] }

function textOf(row: Row): string {
  const earlier = (row.history ?? [])
    .filter(({ role }) => role === 'resident')
    .map(({ text }) => `${foldForGate(text)},`)
  return earlier.join('') + foldForGate(row.input)
}

async function readRows(name: string): Promise<Row[]> {
  const content = await readFile(`${ROOT}evals/datasets/${name}`, 'utf8')
  return content
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

async function readExamples(neutralFiles: readonly string[]): Promise<Example[]> {
  const danger = await readRows('emergency.jsonl')
  const nearMiss = await readRows('emergency-near-miss.jsonl')
  const examples: Example[] = [
    ...danger.map((row) => ({ features: notice(textOf(row)).features, danger: true, weight: 3 })),
    ...nearMiss.map((row) => ({
      features: notice(textOf(row)).features,
      danger: false,
      weight: 4,
    })),
  ]
  for (const path of neutralFiles) {
    if (!existsSync(path)) throw new Error(`${path} is not there`)
    const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line.trim() !== '')
    examples.push(
      ...lines.map((line) => ({
        features: notice(foldForGate(line).slice(0, 160)).features,
        danger: false,
        weight: 0.7,
      })),
    )
  }
  return examples
}

const examples = await readExamples(process.argv.slice(2))
process.stderr.write(`${examples.length} examples\n`)
const trained = trainWeights(examples, (done, of) =>
  process.stderr.write(`\rpass ${done} of ${of}`),
)
const danger = await readRows('emergency.jsonl')
const kinds = trainKinds(
  danger.map((row) => ({ features: notice(textOf(row)).features, kind: row.expected.kind })),
)
const body = {
  terms: trained.terms.join(' '),
  weights: trained.weights,
  scale: trained.scale,
  bias: trained.bias,
  kinds,
}
const version = createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 12)
await writeFile(TARGET, `${JSON.stringify({ version, examples: examples.length, ...body })}\n`)
process.stderr.write(`\n${trained.terms.length} terms, version ${version}\n`)
