import type { Ports } from '../ports.ts'
import { errorFields } from '../shared/logger.ts'
import { countSearchable, writeThenRead } from './store.ts'

export type Readiness = {
  ready: boolean
  database: 'ok' | 'stale_reads' | 'unreachable'
  knowledge: { documents: number; chunks: number } | null
  retrieval: 'lexical' | 'hybrid'
  chat_model: string
  embedding_model: string
}

/** Writes a fresh value and reads it back: a caching pooler in front of the database shows here, not in production. */
export async function checkReadiness(
  ctx: Pick<Ports, 'sql' | 'config' | 'logger' | 'clock'>,
): Promise<Readiness> {
  const models = {
    retrieval:
      ctx.config.EMBEDDING_MODEL === undefined ? ('lexical' as const) : ('hybrid' as const),
    chat_model: ctx.config.CHAT_MODEL ?? 'not configured',
    embedding_model: ctx.config.EMBEDDING_MODEL ?? 'not configured',
  }
  try {
    const fresh = await writeThenRead(ctx.sql, ctx.clock.now())
    const knowledge = await countSearchable(ctx.sql)
    return { ready: fresh, database: fresh ? 'ok' : 'stale_reads', knowledge, ...models }
  } catch (error) {
    ctx.logger.log('error', 'readiness.database', errorFields(error))
    return { ready: false, database: 'unreachable', knowledge: null, ...models }
  }
}
