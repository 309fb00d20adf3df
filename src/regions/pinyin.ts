import table from '../../knowledge/tables/pinyin.json' with { type: 'json' }

const READINGS: ReadonlyMap<string, string> = new Map([
  ...Object.entries(table.syllables).flatMap(([syllable, chars]) =>
    [...chars].map((char): [string, string] => [char, syllable]),
  ),
  ...Object.entries(table.in_place_names),
])

/** Letters that many speakers here do not tell apart, in speech and so in writing: zh/z, ch/c, sh/s, n/l, -ng/-n. */
export function foldPinyin(letters: string): string {
  return letters
    .replaceAll(/([zcs])h/g, '$1')
    .replaceAll('ng', 'n')
    .replaceAll('l', 'n')
    .replaceAll(/[üv]/g, 'u')
}

/** Syllables without tones, or undefined when a character has no known reading. */
export function readPinyin(text: string): string[] | undefined {
  const syllables: string[] = []
  for (const char of text) {
    const syllable = READINGS.get(char)
    if (syllable === undefined) return undefined
    syllables.push(syllable)
  }
  return syllables
}

const SAME: ReadonlyMap<string, string> = new Map(Object.entries(table.syllables))
let near: ReadonlyMap<string, string> | undefined

function groupNear(): ReadonlyMap<string, string> {
  const groups = new Map<string, string>()
  for (const [syllable, chars] of SAME) {
    const folded = foldPinyin(syllable)
    groups.set(folded, `${groups.get(folded) ?? ''}${chars}`)
  }
  return groups
}

/** Characters that sound the same but for the tone, and those that many here say the same way; the character itself left out. */
export function listSoundAlikes(char: string): { same: string[]; near: string[] } {
  const syllable = READINGS.get(char)
  if (syllable === undefined) return { same: [], near: [] }
  near ??= groupNear()
  const same = [...(SAME.get(syllable) ?? '')].filter((other) => other !== char)
  const known = new Set([char, ...same])
  const folded = near.get(foldPinyin(syllable)) ?? ''
  return { same, near: [...folded].filter((other) => !known.has(other)) }
}
