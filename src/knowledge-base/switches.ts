import { z } from 'zod'
import { withTransaction, type Sql } from '../db/client.ts'
import { appendAudit } from '../operations/index.ts'
import type { ServiceContext } from '../ports.ts'
import { ConflictError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { requireLifter, requireReader, requireSwitcher } from './access.ts'
import { matchTopic } from './match-topic.ts'
import {
  insertSwitch,
  liftSwitch,
  readActiveSwitches,
  readSwitches,
  type TopicSwitch,
} from './switch-store.ts'

const reason = z.string().trim().min(2).max(200)
export const SetSwitchInput = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('all'), reason }),
  z.object({
    scope: z.literal('topic'),
    name: z.string().trim().min(1).max(60),
    // One character would silence half of everything.
    words: z.array(z.string().trim().min(2).max(40)).min(1).max(30),
    reason,
  }),
])
export type SetSwitchInput = z.output<typeof SetSwitchInput>

/** Read from the database in every turn: whatever process a resident meets, the subject is silent from the next answer. */
export async function findTopicSwitch(
  ctx: { sql: Sql },
  input: { question: string; source: string },
): Promise<Pick<TopicSwitch, 'id' | 'name' | 'reason'> | undefined> {
  return matchTopic(await readActiveSwitches(ctx.sql), input)
}

export async function listSwitches(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
): Promise<{ switches: TopicSwitch[] }> {
  requireReader(ctx)
  return { switches: await readSwitches(ctx.sql) }
}

export async function setSwitch(
  ctx: ServiceContext,
  input: SetSwitchInput,
): Promise<{ id: string }> {
  const actor = requireSwitcher(ctx)
  const at = ctx.clock.now()
  const id = newId('tsw')
  const topic = input.scope === 'topic' ? input : { name: '', words: [] }
  await withTransaction(ctx.sql, async (tx) => {
    await insertSwitch(tx, {
      id,
      scope: input.scope,
      name: topic.name,
      words: topic.words,
      reason: input.reason,
      setBy: actor.id,
      setByName: actor.name,
      setAt: at,
    })
    const details = { scope: input.scope, words: topic.words, reason: input.reason }
    await appendAudit(tx, { at, actor, action: 'knowledge.switched_off', subject: id, details })
  })
  return { id }
}

export async function endSwitch(ctx: ServiceContext, id: string): Promise<void> {
  const actor = requireLifter(ctx)
  const at = ctx.clock.now()
  await withTransaction(ctx.sql, async (tx) => {
    if (!(await liftSwitch(tx, { id, by: actor.id, byName: actor.name, at })))
      throw new ConflictError('invalid_transition', 'is not active')
    await appendAudit(tx, { at, actor, action: 'knowledge.switched_on', subject: id })
  })
}
