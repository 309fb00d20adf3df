import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { foldForGate } from '../answering/emergency/fold.ts'
import { notice } from '../answering/emergency/features.ts'
import { frameDanger, makeEverydayTexts } from '../answering/emergency/training-texts.ts'
import { trainKinds, trainWeights, type Example } from '../answering/emergency/train-weights.ts'
import { placeNames, readLines } from './training-files.ts'

// Learns the weights of the emergency gate from our own phrasings and near misses (never from the blind half), from everyday reports and
// answers made of our own phrases, and, where given, files of ordinary questions, one text a line: `npm run train:gate -- questions.txt`.

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

function harmless(text: string, weight: number): Example {
  return { features: notice(foldForGate(text).slice(0, 160)).features, danger: false, weight }
}

async function readExamples(
  danger: readonly Row[],
  questionFiles: readonly string[],
): Promise<Example[]> {
  const nearMiss = await readRows('emergency-near-miss.jsonl')
  const reports = await readLines(`${ROOT}knowledge/tables/classifier-examples.jsonl`)
  const reportTexts = reports.flatMap(
    (line) => z.object({ texts: z.array(z.string()) }).parse(JSON.parse(line)).texts,
  )
  const names = placeNames()
  const alone = danger.filter(({ history }) => history === undefined)
  const weighed = (rows: readonly Row[], isDanger: boolean, weight: number): Example[] =>
    rows.map((row) => ({ features: notice(textOf(row)).features, danger: isDanger, weight }))
  const questions = (await Promise.all(questionFiles.map(readLines))).flat()
  return [
    ...weighed(danger, true, 3),
    ...weighed(frameDanger(alone, names), true, 0.7),
    ...weighed(nearMiss, false, 4),
    ...[...makeEverydayTexts(reportTexts, names), ...questions].map((text) => harmless(text, 0.3)),
  ]
}

const danger = await readRows('emergency.jsonl')
const examples = await readExamples(danger, process.argv.slice(2))
process.stderr.write(`${examples.length} examples\n`)
const trained = trainWeights(examples, (done, of) =>
  process.stderr.write(`\rpass ${done} of ${of}`),
)
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
