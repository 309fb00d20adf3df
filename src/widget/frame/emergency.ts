import texts from '../../../knowledge/tables/emergency.json'
import type { EmergencyCard } from '../../protocol/turn-events.ts'
import { knownNumber } from './numbers.ts'

type Kind = keyof typeof texts.kinds

const KINDS = Object.keys(texts.kinds) as Kind[]
const isKind = (text: string): text is Kind => KINDS.some((kind) => kind === text)

/** The reviewed card of a kind of danger, from the same table the server reads, so that it needs no network (R-EMG-3). */
export function emergencyOf(kind: string): EmergencyCard | undefined {
  if (!isKind(kind)) return undefined
  const entry = texts.kinds[kind]
  return {
    kind,
    numbers: entry.numbers.map(knownNumber),
    title: entry.title,
    lines: entry.lines,
    text: entry.lines.join(''),
    quick_exit: kind === 'domestic_violence',
    // Nobody was told: a card drawn here never says more than that (R-EMG-5).
    staff_alerted: false,
  }
}

/** Spaces and marks say nothing about danger. */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{P}]+/gu, '')
}

/**
 * Only for a page cut off from the server, whose gate decides otherwise: the plainest words of each danger, from the table.
 * It errs towards showing a card.
 */
export function emergencyInWords(text: string): EmergencyCard | undefined {
  const folded = fold(text)
  const told = KINDS.filter((kind) =>
    texts.kinds[kind].offline_words.some((word) => folded.includes(fold(word))),
  )
  const [first] = told
  if (first === undefined) return undefined
  return emergencyOf(told.includes('self_harm') ? 'self_harm' : first)
}
