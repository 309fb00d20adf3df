import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { makeAnswers, makeGrievances, makeReports } from '../answering/emergency/training-texts.ts'
import { pickOne, randomFrom } from '../answering/emergency/training-random.ts'
import { trainWeights, type Example } from '../answering/emergency/train-weights.ts'
import { machineFeatures } from '../answering/understanding/machine-score.ts'
import phrases from '../answering/understanding/machine-phrases.json' with { type: 'json' }
import talk from '../answering/understanding/training-phrases.json' with { type: 'json' }
import { placeNames, readLines } from './training-files.ts'

// Learns what only a machine is told (R-OPS-3), from our own phrases beside what residents ask and report:
// `npm run train:machine`.

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const TARGET = `${ROOT}src/answering/understanding/machine-weights.json`
const FILLED_PER_FRAME = 30

function example(text: string, machine: boolean, weight: number): Example {
  return { features: machineFeatures(text), danger: machine, weight }
}

function fillFrames(random: () => number): string[] {
  const slots: Readonly<Record<string, readonly string[]>> = phrases.slots
  return phrases.frames.flatMap((frame) =>
    Array.from({ length: FILLED_PER_FRAME }, () =>
      frame.replaceAll(/\{(\w+)\}/gu, (_, slot: string) => pickOne(slots[slot] ?? [''], random)),
    ),
  )
}

/** The questions that every section of the knowledge base is asked with. */
async function usualQuestions(): Promise<string[]> {
  const folders = ['laws', 'guides', 'press'].map((name) => `${ROOT}knowledge/${name}/`)
  const files = await Promise.all(
    folders.map(async (folder) => (await readdir(folder)).map((name) => folder + name)),
  )
  const texts = await Promise.all(files.flat().map((file) => readFile(file, 'utf8')))
  return texts.flatMap((text) =>
    [...text.matchAll(/^常见问法：(.+)$/gmu)].flatMap(([, line = '']) => line.split('｜')),
  )
}

async function readExamples(): Promise<Example[]> {
  const random = randomFrom(23)
  const names = placeNames()
  const place = (where: readonly string[]): string =>
    pickOne(names, random) + pickOne(where, random)
  const at = (text: string): string => text.replace('{p}', pickOne(names, random))
  const lines = await readLines(`${ROOT}knowledge/tables/classifier-examples.jsonl`)
  const texts = lines.flatMap(
    (line) => z.object({ texts: z.array(z.string()) }).parse(JSON.parse(line)).texts,
  )
  const asked = talk.topics.flatMap((topic) =>
    talk.questions.map((frame) => frame.replace('{t}', topic)),
  )
  const ordinary = [
    ...texts,
    ...makeReports(texts, place, random),
    ...makeGrievances(random),
    ...makeAnswers(place, random),
    ...talk.suggestions.map(at),
    ...talk.services.map(at),
    ...asked,
  ]
  return [
    ...[...new Set(fillFrames(random))].map((text) => example(text, true, 1)),
    ...ordinary.map((text) => example(text, false, 0.3)),
    ...(await usualQuestions()).map((text) => example(text, false, 2)),
    ...phrases.residents.flatMap((text) => [text, text].map((one) => example(one, false, 4))),
  ]
}

const examples = await readExamples()
const trained = trainWeights(examples, (done, of) =>
  process.stderr.write(`\rpass ${done} of ${of}`),
)
const body = {
  terms: trained.terms.join(' '),
  weights: trained.weights,
  scale: trained.scale,
  bias: trained.bias,
}
const version = createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 12)
await writeFile(TARGET, `${JSON.stringify({ version, examples: examples.length, ...body })}\n`)
process.stderr.write(
  `\n${examples.length} examples, ${trained.terms.length} terms, version ${version}\n`,
)
