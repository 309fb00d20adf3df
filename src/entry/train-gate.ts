import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { foldForGate } from '../answering/emergency/fold.ts'
import { notice } from '../answering/emergency/features.ts'
import {
  frameDanger,
  frameReports,
  joinTalk,
  makeEverydayTexts,
  makeScenes,
} from '../answering/emergency/training-texts.ts'
import { trainDanger, trainKinds, type Example } from '../answering/emergency/train-weights.ts'
import { ordinaryQuestions, placeNames, readLines } from './training-files.ts'

// Learns the weights of the emergency gate from our own phrasings and near misses (never from the blind half), from the texts beside the
// gate, from everyday reports and answers made of our own phrases, and, where given, files of ordinary questions, one text a line:
// `npm run train:gate -- questions.txt`.

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const TEXTS = `${ROOT}src/answering/emergency/training/`
const TARGET = `${ROOT}src/answering/emergency/gate-weights.json`

type Row = { input: string; expected: { kind: string }; history?: { role: string; text: string }[] }

type Dangers = { own: readonly Row[]; told: readonly Row[] }

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

/** Told in many ways, written for training alone: `kind<tab>text`. */
async function readDangers(): Promise<Row[]> {
  const lines = await readLines(`${TEXTS}dangers.tsv`)
  return lines.map((line) => {
    const [kind = '', input = ''] = line.split('\t')
    return { input, expected: { kind } }
  })
}

function harmless(text: string, weight: number): Example {
  return { features: notice(foldForGate(text).slice(0, 160)).features, danger: false, weight }
}

async function readExamples(
  { own, told }: Dangers,
  questionFiles: readonly string[],
): Promise<Example[]> {
  const nearMiss = await readRows('emergency-near-miss.jsonl')
  const examples = await readLines(`${ROOT}knowledge/tables/classifier-examples.jsonl`)
  const shortReports = examples.flatMap(
    (line) => z.object({ texts: z.array(z.string()) }).parse(JSON.parse(line)).texts,
  )
  const names = placeNames()
  const talks = (await readLines(`${TEXTS}talks.txt`)).flatMap(joinTalk)
  const reports = frameReports(await readLines(`${TEXTS}reports.txt`), names)
  const nearTexts = await readLines(`${TEXTS}near-misses.txt`)
  const everyday = await readLines(`${TEXTS}everyday.txt`)
  const questions = (await Promise.all(questionFiles.map(readLines))).flat()
  const alone = [...own, ...told].filter(({ history }) => history === undefined)
  const weighed = (rows: readonly Row[], isDanger: boolean, weight: number): Example[] =>
    rows.map((row) => ({ features: notice(textOf(row)).features, danger: isDanger, weight }))
  return [
    ...weighed(own, true, 8),
    ...weighed(told, true, 4),
    ...weighed(frameDanger(alone, names), true, 0.2),
    ...weighed(nearMiss, false, 12),
    ...[...nearTexts, ...everyday].map((text) => harmless(text, 4)),
    ...[...reports, ...talks].map((text) => harmless(text, 1)),
    ...[
      ...makeScenes(),
      ...makeEverydayTexts(shortReports, names),
      ...ordinaryQuestions(),
      ...questions,
    ].map((text) => harmless(text, 0.3)),
  ]
}

const dangers = { own: await readRows('emergency.jsonl'), told: await readDangers() }
const examples = await readExamples(dangers, process.argv.slice(2))
process.stderr.write(`${examples.length} examples\n`)
const trained = trainDanger(examples, (done, of) => process.stderr.write(`\rpass ${done} of ${of}`))
const kinds = trainKinds(
  [...dangers.own, ...dangers.told].map((row) => ({
    features: notice(textOf(row)).features,
    kind: row.expected.kind,
  })),
)
const body = {
  terms: trained.terms.join(' '),
  weights: trained.weights,
  rarities: trained.rarities,
  scale: trained.scale,
  bias: trained.bias,
  kinds,
}
const version = createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 12)
await writeFile(TARGET, `${JSON.stringify({ version, examples: examples.length, ...body })}\n`)
process.stderr.write(`\n${trained.terms.length} terms, version ${version}\n`)
