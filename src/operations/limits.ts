import type { Ports } from '../ports.ts'
import { LimitError } from '../shared/errors.ts'
import { countHit } from './store.ts'

/** Fixed window, one row a caller and window. Throws LimitError with the seconds left. The subject is stored as a digest. */
export async function hitLimit(
  ctx: Pick<Ports, 'sql' | 'clock' | 'vault'>,
  input: { name: string; subject: string; max: number; windowSeconds: number },
): Promise<void> {
  const now = ctx.clock.now().getTime()
  const windowMs = input.windowSeconds * 1000
  const start = Math.floor(now / windowMs) * windowMs
  const key = `${input.name}:${await ctx.vault.digest(input.subject)}`
  const count = await countHit(ctx.sql, { key, windowStart: new Date(start) })
  if (count > input.max) {
    const seconds = Math.max(1, Math.ceil((start + windowMs - now) / 1000))
    throw new LimitError(`${input.name}: ${count} in ${input.windowSeconds} s`, seconds)
  }
}
