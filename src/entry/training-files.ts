import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { pickSome, randomFrom } from '../answering/emergency/training-random.ts'
import phrases from '../answering/understanding/training-phrases.json' with { type: 'json' }
import { listDivisions } from '../regions/index.ts'

/** Districts, streets and communities without what kind of place they are: 紫阳, 南湖. */
export function placeNames(): string[] {
  const bare = listDivisions().map(({ name }) =>
    name.replace(/(?:社区居委会|居委会|村委会|社区|街道办事处|街道|村民委员会)$/u, ''),
  )
  return [...new Set(bare)].filter((name) => name.length >= 2 && name.length <= 6)
}

/** Lines that say something. Throws when the file is not there. */
export async function readLines(path: string): Promise<string[]> {
  if (!existsSync(path)) throw new Error(`${path} is not there`)
  return (await readFile(path, 'utf8')).split('\n').filter((line) => line.trim() !== '')
}

const QUESTIONS_PER_TOPIC = 12

/** What residents look up, of our own phrases: each topic in some of the ways it is asked about, and bare. */
export function ordinaryQuestions(random: () => number = randomFrom(23)): string[] {
  const { topics, questions, bare } = phrases
  return topics.flatMap((topic) =>
    [...pickSome(questions, QUESTIONS_PER_TOPIC, random), ...bare].map((frame) =>
      frame.replace('{t}', topic),
    ),
  )
}
