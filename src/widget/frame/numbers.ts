import table from '../../../knowledge/tables/numbers.json'

export type KnownNumber = { number: string; name: string; note: string | null }

// Bundled: with the network gone the page still knows whom to ring.
const BY_NUMBER = new Map(table.numbers.map((row) => [row.number, row]))

/** A number of the verified table; asking for one that is not there is a fault of the program. */
export function knownNumber(number: string): KnownNumber {
  const row = BY_NUMBER.get(number)
  if (row === undefined) throw new Error(`numbers.json does not hold ${number}`)
  const hours = row.hours === '24 小时' ? null : row.hours
  const note = [hours, row.note].filter((part) => part !== null).join(',')
  return { number, name: row.name, note: note === '' ? null : note }
}

/** Police, fire, ambulance: what stands wherever nothing more is known about the danger. */
export const DANGER_NUMBERS: readonly KnownNumber[] = ['110', '119', '120'].map(knownNumber)

export const HOTLINE: KnownNumber = knownNumber('12345')
