import type { Ports } from '../ports.ts'
import { LimitError } from '../shared/errors.ts'
import { countHits } from './store.ts'

export type Limit = { name: string; subject: string; max: number; windowSeconds: number }
type LimitContext = Pick<Ports, 'sql' | 'clock' | 'vault'>

/** Fixed window, one row a caller and window. Throws LimitError with the seconds left. The subject is stored as a digest. */
export async function hitLimit(ctx: LimitContext, limit: Limit): Promise<void> {
  await hitLimits(ctx, [limit])
}

/** One request against several limits in one statement; of those that are over, the one that lasts longest is told. */
export async function hitLimits(ctx: LimitContext, limits: readonly Limit[]): Promise<void> {
  if (limits.length === 0) return
  const now = ctx.clock.now().getTime()
  const windows = await Promise.all(
    limits.map(async (limit) => {
      const windowMs = limit.windowSeconds * 1000
      const start = Math.floor(now / windowMs) * windowMs
      const key = `${limit.name}:${await ctx.vault.digest(limit.subject)}`
      return { ...limit, key, start, endsAt: start + windowMs }
    }),
  )
  const counts = await countHits(
    ctx.sql,
    windows.map(({ key, start }) => ({ key, windowStart: new Date(start) })),
  )
  const over = windows.filter(({ key, max }) => (counts.get(key) ?? 1) > max)
  const [longest] = over.toSorted((a, b) => b.endsAt - a.endsAt)
  if (longest === undefined) return
  const seconds = Math.max(1, Math.ceil((longest.endsAt - now) / 1000))
  throw new LimitError(
    `${longest.name}: ${counts.get(longest.key)} in ${longest.windowSeconds} s`,
    seconds,
  )
}
