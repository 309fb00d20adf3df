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
