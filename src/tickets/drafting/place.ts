import { divisionName, findDivision, resolvePlace } from '../../regions/index.ts'

/** What the resident said of the matter, and where the conversation was opened. */
export type SaidPlace = {
  place: string | null
  matter: string
  words: readonly { text: string }[]
  divisionCode: string | null
}

export type DraftPlace = {
  code: string | null
  name: string | null
  confidence: number
  /** The words that named the place, to stand beside the field. */
  said: string | null
}

/** What the resident named wins over where the conversation was opened; unsure stays empty and a person decides. */
export function placeOfDraft(input: SaidPlace): DraftPlace {
  const text = [input.place, input.matter, ...input.words.map((word) => word.text)]
    .filter((part) => part !== null)
    .join('\n')
  const place = resolvePlace(text, { divisionCode: input.divisionCode })
  if (place.division !== null) {
    const { code } = place.division
    return { code, name: divisionName(code), confidence: place.confidence, said: place.address }
  }
  const known = findDivision(input.divisionCode)
  return known === undefined || place.candidates.length > 0
    ? { code: null, name: null, confidence: place.confidence, said: null }
    : { code: known.code, name: divisionName(known.code), confidence: 0.8, said: null }
}
