import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { makeAnswers, makeGrievances, makeReports } from '../answering/emergency/training-texts.ts'
import { pickOne, pickSome, randomFrom } from '../answering/emergency/training-random.ts'
import { trainWeights, type Example } from '../answering/emergency/train-weights.ts'
import { reportFeatures } from '../answering/understanding/report-score.ts'
import phrases from '../answering/understanding/training-phrases.json' with { type: 'json' }
import { readLines, placeNames } from './training-files.ts'

// Learns to tell a report from a question, from our own phrases and, where given, files with one ordinary question a line:
// `npm run train:reports -- questions.txt`.

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const TARGET = `${ROOT}src/answering/understanding/report-weights.json`
const QUESTIONS_PER_TOPIC = 12

function example(text: string, isReport: boolean, weight: number): Example {
  return { features: reportFeatures(text), danger: isReport, weight }
}

async function readExamples(files: readonly string[]): Promise<Example[]> {
  const random = randomFrom(11)
  const names = placeNames()
  const place = (where: readonly string[]): string =>
    pickOne(names, random) + pickOne(where, random)
  const at = (text: string): string => text.replace('{p}', pickOne(names, random))
  const lines = await readLines(`${ROOT}knowledge/tables/classifier-examples.jsonl`)
  const texts = lines.flatMap(
    (line) => z.object({ texts: z.array(z.string()) }).parse(JSON.parse(line)).texts,
  )
  const wishes = [...phrases.suggestions, ...phrases.services]
  const asked = phrases.topics.flatMap((topic) =>
    pickSome(phrases.questions, QUESTIONS_PER_TOPIC, random).map((frame) =>
      frame.replace('{t}', topic),
    ),
  )
  const bare = phrases.topics.flatMap((topic) =>
    phrases.bare.map((frame) => frame.replace('{t}', topic)),
  )
  const questions = (await Promise.all(files.map(readLines))).flat()
  return [
    ...texts.map((text) => example(text, true, 1)),
    ...makeReports(texts, place, random).map((text) => example(text, true, 0.3)),
    ...makeGrievances(random).map((text) => example(text, true, 0.5)),
    ...wishes.flatMap((text) => [text, text, text].map((wish) => example(at(wish), true, 2))),
    ...makeAnswers(place, random).map((text) => example(text, false, 0.1)),
    ...asked.map((text) => example(text, false, 1)),
    ...bare.map((text) => example(text, false, 1)),
    ...questions.map((text) => example(text, false, 2)),
  ]
}

const examples = await readExamples(process.argv.slice(2))
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
