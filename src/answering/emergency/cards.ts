import texts from '../../../knowledge/tables/emergency.json' with { type: 'json' }
import numberTable from '../../../knowledge/tables/numbers.json' with { type: 'json' }
import type { EmergencyCard } from '../../protocol/turn-events.ts'
import type { AlarmPolicy, EmergencyKind, SoftKind } from './kinds.ts'

// Both tables are bundled: the card is the same with the model, the database and the network gone.

type CardNumber = EmergencyCard['numbers'][number]

const NUMBERS: ReadonlyMap<string, CardNumber> = new Map(
  numberTable.numbers.map((row): [string, CardNumber] => [
    row.number,
    { number: row.number, name: row.name, note: numberNote(row) },
  ]),
)

export function numberNote(row: { hours: string | null; note: string | null }): string | null {
  const parts = [row.hours === '24 小时' ? null : row.hours, row.note].filter(
    (part) => part !== null,
  )
  return parts.length === 0 ? null : parts.join(',')
}

/** Only numbers of the verified table can be printed; an unknown one fails at start-up, not in front of a resident. */
function cardNumber(number: string): CardNumber {
  const known = NUMBERS.get(number)
  if (known === undefined)
    throw new Error(`emergency.json names ${number}, which numbers.json does not hold`)
  return known
}

const CARD_NUMBERS: ReadonlyMap<string, CardNumber[]> = new Map(
  Object.entries(texts.kinds).map(([kind, entry]) => [kind, entry.numbers.map(cardNumber)]),
)

export const EMERGENCY_TEXTS_VERSION = texts.version
export const SAFETY_EXIT_CHOICE: { label: string; text: string } = texts.safety_exit

const usual: AlarmPolicy = {
  urgency: 'critical',
  staffAlert: 'duty',
  confidentiality: 'internal',
  handover: false,
  dutyToReport: false,
  quickExit: false,
}
const ownCall: AlarmPolicy = { ...usual, urgency: 'urgent', staffAlert: 'none' }

/** The last column of the R-EMG table. */
export const POLICIES: Readonly<Record<EmergencyKind, AlarmPolicy>> = {
  fire: usual,
  gas: usual,
  medical: usual,
  crime: ownCall,
  traffic: ownCall,
  self_harm: { ...usual, confidentiality: 'secret_identity', handover: true },
  domestic_violence: {
    ...usual,
    confidentiality: 'secret_identity',
    dutyToReport: true,
    quickExit: true,
  },
  minor: { ...usual, confidentiality: 'secret_identity', dutyToReport: true },
  missing: usual,
  trapped: usual,
  electric: usual,
  collapse: usual,
  threat: { ...usual, handover: true },
  fraud: ownCall,
  elder_alone: { ...usual, staffAlert: 'grid' },
  mass: { ...usual, handover: true },
}

/**
 * `staffAlerted` must be true only when the alert row is written: the card never says more than the rows do (R-EMG-5).
 */
export function emergencyCard(kind: EmergencyKind, staffAlerted: boolean): EmergencyCard {
  const entry = texts.kinds[kind]
  const lines = staffAlerted ? [...entry.lines, texts.staff_alerted_line] : entry.lines
  return {
    kind,
    numbers: CARD_NUMBERS.get(kind) ?? [],
    title: entry.title,
    lines: [...lines],
    text: lines.join(''),
    quick_exit: POLICIES[kind].quickExit,
    staff_alerted: staffAlerted,
  }
}

export function emergencyNumbers(): CardNumber[] {
  return ['110', '119', '120', '122', '12345', '12356'].map(cardNumber)
}

export function softLine(kind: SoftKind): string {
  return kind === 'low_mood' ? texts.soft_line : texts.possible_danger_line
}

/** What staff are told and what the conversation does after an alarm of this kind. */
export function policyOf(kind: EmergencyKind): AlarmPolicy {
  return POLICIES[kind]
}
