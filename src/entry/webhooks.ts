import {
  addWebhook,
  deliverWebhooks,
  listWebhooks,
  replayWebhooks,
  switchWebhook,
} from '../operations/webhooks/index.ts'
import type { NodePorts } from './node-ports.ts'

const ACTOR = { kind: 'system', job: 'webhooks' } as const
const USAGE = `Usage: npm run webhooks -- list | dead | deliver
  add <url> <name> [--types ticket.created,ticket.status_changed] [--private]
  on <id> | off <id>
  replay [--endpoint <id>] [--event <id>]   dead letters, or one event again; the id stays`

type Report = { lines: string[]; code: number }

/** Lines for the terminal and the exit code. */
export async function runWebhooks(
  ports: NodePorts,
  input: { positionals: readonly string[]; values: Readonly<Record<string, unknown>> },
): Promise<Report> {
  const ctx = { ...ports, actor: ACTOR }
  const [action, first, second] = input.positionals
  const option = (name: string): string | null => {
    const value = input.values[name]
    return typeof value === 'string' ? value : null
  }
  const ok = (...lines: string[]): Report => ({ lines, code: 0 })
  if (action === 'list') {
    const { endpoints } = await listWebhooks(ctx)
    return ok(
      ...endpoints.map(
        (each) =>
          `${each.id} ${each.active ? 'on' : `off (${each.inactiveReason ?? ''})`} ${each.name} ${each.url} · ${each.pending} pending, ${each.delivered} delivered, ${each.dead} dead`,
      ),
      `${endpoints.length} endpoints`,
    )
  }
  if (action === 'dead') {
    const { dead } = await listWebhooks(ctx)
    return ok(...dead.map((each) => JSON.stringify(each)), `${dead.length} dead letters`)
  }
  if (action === 'deliver') return ok(JSON.stringify(await deliverWebhooks(ports)))
  if (action === 'replay') {
    const target = { endpointId: option('endpoint'), eventId: option('event') }
    const { queued } = await replayWebhooks(ctx, target)
    return ok(`${queued} queued again`)
  }
  if ((action === 'on' || action === 'off') && first !== undefined) {
    await switchWebhook(ctx, { id: first, active: action === 'on' })
    return ok(`${first} is ${action}`)
  }
  if (action === 'add' && first !== undefined && second !== undefined) {
    const { id, secret } = await addWebhook(ctx, {
      url: first,
      name: second,
      eventTypes: option('types')?.split(',') ?? [],
      allowPrivate: input.values['private'] === true,
    })
    return ok(`${id} secret, shown once: ${secret}`)
  }
  return { lines: [USAGE], code: 2 }
}
