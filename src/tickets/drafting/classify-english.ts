import table from '../../../knowledge/tables/english-words.json' with { type: 'json' }
import { z } from 'zod'
import type { CategoryCandidate } from '../../protocol/tickets.ts'
import { listCategories } from '../catalogue.ts'

// The classifier has read Chinese only. English reports are few: what residents call a thing is a table, and the English
// names of the catalogue speak along with it.

const EnglishWords = z.object({
  source: z.string(),
  /** Other words for one of the table’s. */
  same: z.record(z.string(), z.array(z.string())),
  words: z.record(z.string(), z.array(z.string())),
})

type Phrase = { code: string; stems: readonly string[]; weight: number }
type Vocabulary = { same: readonly (readonly [RegExp, string])[]; phrases: readonly Phrase[] }

const OTHER = 'L9901'
/** Where several phrases of one category are met, the first counts most. */
const FURTHER = 0.3
const OF_NAME = 0.7
const PARTLY = 0.5
/** What nothing else stands against is as sure as its own weight makes it. */
const DOUBT = 0.8
const UNKNOWN = 0.2
const EMPTY = /^(?:a|an|the|or|of|in|on|and|for|by|to|up|out|with|without|problem|is|at|from|put)$/u

export function stemsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]+/u)
    .filter((word) => word !== '' && !EMPTY.test(word))
    .map(stem)
}

function stem(word: string): string {
  if (word.length <= 3) return word
  const bare = word
    .replace(/(?:ies)$/u, 'y')
    .replace(/(?:ing|ed)$/u, '')
    .replace(/(?<=[sxz]|ch|sh)es$/u, '')
    .replace(/(?<=[^s])s$/u, '')
  return (bare.length < 3 ? word : bare).replace(/(.)\1$/u, '$1').replace(/e$/u, '')
}

let loaded: Vocabulary | undefined

/** Unpacked at the first English report. */
function vocabulary(): Vocabulary {
  if (loaded !== undefined) return loaded
  const { same, words } = EnglishWords.parse(table)
  const others = Object.entries(same).flatMap(([word, list]) =>
    list.map((other) => [new RegExp(`\\b${other}s?\\b`, 'giu'), word] as const),
  )
  const named = listCategories().flatMap(({ code, name_en: name }) =>
    name === undefined || code === OTHER ? [] : [{ code, text: name, weight: OF_NAME }],
  )
  const told = Object.entries(words).flatMap(([code, list]) =>
    list.map((text) => ({ code, text, weight: 1 })),
  )
  const phrases = [...told, ...named].map(({ code, text, weight }) => ({
    code,
    stems: stemsOf(inOneWord(text, others)),
    weight,
  }))
  loaded = {
    same: others.toSorted(([a], [b]) => b.source.length - a.source.length),
    phrases: phrases.filter(({ stems }) => stems.length > 0),
  }
  return loaded
}

function inOneWord(text: string, same: Vocabulary['same']): string {
  return same.reduce((said, [pattern, word]) => said.replace(pattern, word), text)
}

/** Categories for a report in English, the likeliest first; the reasons are words of the report as they stand in it. */
export function classifyEnglish(
  text: string,
): Pick<CategoryCandidate, 'code' | 'confidence' | 'why'>[] {
  const { same, phrases } = vocabulary()
  const said = new Set(stemsOf(inOneWord(text, same)))
  const scores = new Map<string, { score: number; stems: Set<string> }>()
  const met = phrases
    .map(({ code, stems, weight }) => {
      const known = stems.filter((item) => said.has(item))
      return { code, stems: known, score: weight * scoreOf(known.length, stems.length) }
    })
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
  for (const { code, stems, score } of met) {
    const known = scores.get(code) ?? { score: 0, stems: new Set<string>() }
    known.score += known.score === 0 ? score : FURTHER * score
    for (const item of stems) known.stems.add(item)
    scores.set(code, known)
  }
  const ranked = [...scores].toSorted(([, a], [, b]) => b.score - a.score)
  const total = (at: number): number => ranked[at]?.[1].score ?? 0
  const found = ranked.map(([code, { score, stems }], at) => ({
    code,
    confidence:
      Math.round((1000 * score) / (score + (at === 0 ? total(1) : total(0)) + DOUBT)) / 1000,
    why: wordsBehind(text, stems, same),
  }))
  return scores.has(OTHER) ? found : [...found, { code: OTHER, confidence: UNKNOWN, why: [] }]
}

/** All of a phrase, or half of it and more: that is a guess, good for the second place. */
function scoreOf(known: number, all: number): number {
  if (known === all) return 1 + all / 2
  return known * 2 >= all ? (PARTLY * known) / all : 0
}

function wordsBehind(text: string, stems: ReadonlySet<string>, same: Vocabulary['same']): string[] {
  const runs: { text: string; end: number }[] = []
  for (const { 0: word, index } of text.matchAll(/[A-Za-z][A-Za-z’'-]*/gu)) {
    if (!stemsOf(inOneWord(word, same)).some((item) => stems.has(item))) continue
    const end = index + word.length
    const last = runs.at(-1)
    // street light is said in one breath, and stands beside the field so.
    if (last !== undefined && text.slice(last.end, index).trim() === '') {
      last.text += text.slice(last.end, end)
      last.end = end
    } else runs.push({ text: word, end })
  }
  return [...new Set(runs.map((run) => run.text))].toSorted((a, b) => b.length - a.length)
}
