import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { buildKnownPairs, type KnownPairs } from '../spelling/known-pairs.ts'
import { foldText } from '../tokens.ts'
import { isReported, type Stard } from './stard.ts'

/** Met a few times in 55,000 articles, a pair is as likely to stand across two words. */
const LEAST_IN_STATUTES = 8
const SIZE = 2 ** 20
const HASHES = 6
const NOTICE =
  'Pairs of characters of STARD and LeCoQA (MIT License, see NOTICE.md) and of the classifier examples in knowledge/.'

const Example = z.object({ texts: z.array(z.string()) })

function countPairs(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) {
    for (const [run] of foldText(text).matchAll(/\p{Script=Han}+/gu)) {
      for (let at = 0; at + 2 <= run.length; at += 1) {
        const pair = run.slice(at, at + 2)
        counts.set(pair, (counts.get(pair) ?? 0) + 1)
      }
    }
  }
  return counts
}

function readExamples(): string[] {
  const file = new URL('../../../knowledge/tables/classifier-examples.jsonl', import.meta.url)
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines
    .filter((line) => line !== '')
    .flatMap((line) => Example.parse(JSON.parse(line)).texts)
}

/** What the statutes say often, and all that people of the fitted part ask and are answered. */
export function fitKnownPairs({ documents, questions }: Stard): KnownPairs {
  const fitted = questions.filter(({ id }) => !isReported(id))
  const written = countPairs(documents.map(({ title, text }) => `${title}\n${text}`))
  const spoken = countPairs([
    ...fitted.flatMap(({ text, answer }) => [text, answer]),
    ...readExamples(),
  ])
  const often = [...written].filter(([, count]) => count >= LEAST_IN_STATUTES)
  const pairs = new Set([...often.map(([pair]) => pair), ...spoken.keys()])
  return buildKnownPairs(pairs, { notice: NOTICE, size: SIZE, hashes: HASHES })
}
