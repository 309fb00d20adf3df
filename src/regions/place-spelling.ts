import { foldPinyin, readPinyin } from './pinyin.ts'
import { listPlaceNames, type PlaceHit } from './place-index.ts'

// Place names by sound: typed in letters (wuchang qu), or with other characters of the same sound (积玉乔街道). A name
// found so is a guess: it never counts as much as the name itself.

/** Shorter runs of letters are words, brands and abbreviations. */
const LEAST_LETTERS = 6
const LETTERS_WEIGHT = 0.75
const SOUND_WEIGHT = 0.6
const TAILED = /(?:街道|社区|[区街村])$/u

type Name = { name: string; codes: readonly string[] }

function buildSounds(): { exact: Map<string, Name>; folded: Map<string, Name[]>; longest: number } {
  const exact = new Map<string, Name>()
  const folded = new Map<string, Name[]>()
  let longest = 0
  for (const { name, codes, weight } of listPlaceNames()) {
    const syllables = weight < 0.7 ? undefined : readPinyin(name)
    if (syllables === undefined) continue
    const letters = syllables.join('')
    longest = Math.max(longest, name.length)
    if (!exact.has(letters)) exact.set(letters, { name, codes })
    const sound = syllables.map(foldPinyin).join(' ')
    folded.set(sound, [...(folded.get(sound) ?? []), { name, codes }])
  }
  return { exact, folded, longest }
}

let sounds: ReturnType<typeof buildSounds> | undefined
const readSounds = (): ReturnType<typeof buildSounds> => (sounds ??= buildSounds())

type Letters = { letters: string; start: number; end: number }

/** Words in letters, joined over spaces and apostrophes: `wu chang qu` is one name in three words. */
function findLettered(text: string): PlaceHit[] {
  const hits: PlaceHit[] = []
  for (const run of text.toLowerCase().matchAll(/[a-zü]+(?:[ '’-]+[a-zü]+)*/g)) {
    const words: Letters[] = [...run[0].matchAll(/[a-zü]+/g)].map((word) => ({
      letters: word[0],
      start: run.index + word.index,
      end: run.index + word.index + word[0].length,
    }))
    let at = 0
    while (at < words.length) {
      const found = longestFrom(words, at)
      if (found !== undefined) hits.push(found.hit)
      at = found?.next ?? at + 1
    }
  }
  return hits
}

function longestFrom(
  words: readonly Letters[],
  from: number,
): { hit: PlaceHit; next: number } | undefined {
  const { exact, longest } = readSounds()
  const first = words[from]
  if (first === undefined) return undefined
  for (let to = Math.min(words.length, from + longest); to > from; to -= 1) {
    const letters = words
      .slice(from, to)
      .map((word) => word.letters)
      .join('')
      .replaceAll('ü', 'v')
    const name = letters.length < LEAST_LETTERS ? undefined : exact.get(letters)
    const last = words[to - 1]
    if (name === undefined || last === undefined) continue
    const hit = { start: first.start, end: last.end, ...name, weight: LETTERS_WEIGHT }
    return { hit, next: to }
  }
  return undefined
}

/** Characters that sound like a name and end like one: 汉洋区, 积玉乔街道. */
function findHomophones(text: string): PlaceHit[] {
  const { folded, longest } = readSounds()
  const hits: PlaceHit[] = []
  for (const run of text.matchAll(/\p{Script=Han}+/gu)) {
    let at = 0
    while (at < run[0].length) {
      const hit = homophoneAt(run[0], at, { folded, longest })
      if (hit === undefined) at += 1
      else {
        hits.push({ ...hit, start: run.index + hit.start, end: run.index + hit.end })
        at = hit.end
      }
    }
  }
  return hits
}

function homophoneAt(
  run: string,
  start: number,
  { folded, longest }: Pick<ReturnType<typeof buildSounds>, 'folded' | 'longest'>,
): PlaceHit | undefined {
  for (let size = Math.min(longest, run.length - start); size >= 3; size -= 1) {
    const written = run.slice(start, start + size)
    if (!TAILED.test(written)) continue
    const sound = readPinyin(written)?.map(foldPinyin).join(' ')
    const names = sound === undefined ? undefined : folded.get(sound)
    // The name itself, rightly written, is the other search's find.
    if (names === undefined || names.some(({ name }) => name === written)) continue
    // 县, 现 and 线 sound alike: what follows the sound must be the same kind of place.
    const alike = names.filter(({ name }) => name.at(-1) === written.at(-1))
    const [first] = alike
    if (first === undefined) continue
    const codes = [...new Set(alike.flatMap((name) => name.codes))]
    return { start, end: start + size, name: first.name, codes, weight: SOUND_WEIGHT }
  }
  return undefined
}

/** `name` is the name meant; `start` and `end` say what was written for it. */
export function findSpelledPlaces(text: string): PlaceHit[] {
  return [...findLettered(text), ...findHomophones(text)].toSorted((a, b) => a.start - b.start)
}

/** The text with place names as they are written, and what was changed; a sound that means several names stays. */
export function respellPlaces(text: string): {
  text: string
  changes: { written: string; name: string }[]
} {
  const changes: { written: string; name: string }[] = []
  let respelled = ''
  let from = 0
  for (const hit of findSpelledPlaces(text)) {
    if (hit.start < from || hit.codes.length !== 1) continue
    changes.push({ written: text.slice(hit.start, hit.end), name: hit.name })
    respelled += text.slice(from, hit.start) + hit.name
    from = hit.end
  }
  return { text: respelled + text.slice(from), changes }
}
