import { listVerifiedNumbers } from '../../regions/index.ts'
import type { Ports } from '../../ports.ts'
import type { EmergencyCard } from '../../protocol/turn-events.ts'
import { errorFields } from '../../shared/logger.ts'
import { numberNote } from './cards.ts'

/** Nobody in danger waits longer than this for the hours of a help line. */
const WAIT_MS = 200

/**
 * What the city has verified about the help lines on a card: name, hours and note, never the number, and none of 110, 119, 120, 122.
 * The bundled card stands whenever the database does not answer at once.
 */
export async function correctNumbers(
  ctx: Pick<Ports, 'sql' | 'logger'>,
  card: EmergencyCard,
): Promise<EmergencyCard> {
  const found = listVerifiedNumbers(ctx).catch((error: unknown) => {
    ctx.logger.log('warn', 'emergency.numbers_bundled', errorFields(error))
    return []
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<[]>((done) => {
    timer = setTimeout(() => done([]), WAIT_MS)
  })
  const rows = await Promise.race([found, late])
  clearTimeout(timer)
  const known = new Map(rows.map((row) => [row.number, row]))
  const numbers = card.numbers.map((shown) => {
    const row = known.get(shown.number)
    return row === undefined ? shown : { ...shown, name: row.name, note: numberNote(row) }
  })
  return { ...card, numbers }
}
