import { AddApiKeyInput, addApiKey, listApiKeys, revokeApiKey } from '../operations/index.ts'
import type { NodePorts } from './node-ports.ts'

const ACTOR = { kind: 'system', job: 'keys' } as const
const USAGE = `Usage: npm run keys -- list
  add <name> [--scopes chat,search,tickets] [--per-minute 60] [--per-day 5000]
  revoke <id>`

type Report = { lines: string[]; code: number }
type Arguments = { positionals: readonly string[]; values: Readonly<Record<string, unknown>> }

function option(input: Arguments, name: string): string | undefined {
  const value = input.values[name]
  return typeof value === 'string' ? value : undefined
}

function numberOption(input: Arguments, name: string): number | undefined {
  const value = option(input, name)
  return value === undefined ? undefined : Number(value)
}

/** Lines for the terminal and the exit code. */
export async function runKeys(ports: NodePorts, input: Arguments): Promise<Report> {
  const ctx = { ...ports, actor: ACTOR }
  const [action, first] = input.positionals
  if (action === 'list') {
    const { keys } = await listApiKeys(ctx)
    const lines = keys.map(
      (each) =>
        `${each.id} ${each.revokedAt === null ? 'active' : 'revoked'} ${each.hint}… ${each.name} · ${each.scopes.join(',')} · ${each.perMinute}/min ${each.perDay}/day · last used ${each.lastUsedAt?.toISOString() ?? 'never'}`,
    )
    return { lines: [...lines, `${keys.length} keys`], code: 0 }
  }
  if (action === 'revoke' && first !== undefined) {
    await revokeApiKey(ctx, { id: first })
    return { lines: [`${first} is revoked`], code: 0 }
  }
  if (action === 'add' && first !== undefined) {
    const parsed = AddApiKeyInput.safeParse({
      name: first,
      scopes: option(input, 'scopes')?.split(','),
      per_minute: numberOption(input, 'per-minute'),
      per_day: numberOption(input, 'per-day'),
    })
    if (!parsed.success) return { lines: [parsed.error.message, USAGE], code: 2 }
    const { id, key } = await addApiKey(ctx, parsed.data)
    return { lines: [`${id} key, shown once: ${key}`], code: 0 }
  }
  return { lines: [USAGE], code: 2 }
}
