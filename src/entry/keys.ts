import {
  addApiKey,
  AddApiKeyInput,
  addSiteKey,
  AddSiteKeyInput,
  listApiKeys,
  listSiteKeys,
  revokeApiKey,
  revokeSiteKey,
} from '../operations/index.ts'
import type { NodePorts } from './node-ports.ts'

const ACTOR = { kind: 'system', job: 'keys' } as const
const USAGE = `Usage: npm run keys -- list
  add <name> [--scopes chat,search,tickets] [--per-minute 60] [--per-day 5000]
  revoke <id>
  site list
  site add <name> --origin https://example.gov.cn [--origin …] [--per-minute 600]
  site revoke <id>`

type Report = { lines: string[]; code: number }
type Arguments = { positionals: readonly string[]; values: Readonly<Record<string, unknown>> }
type Context = NodePorts & { actor: typeof ACTOR }

const wrong = (problem: string): Report => ({ lines: [problem, USAGE], code: 2 })

function numberOption(input: Arguments, name: string): number | undefined {
  const value = input.values[name]
  return typeof value === 'string' ? Number(value) : undefined
}

/** Lines for the terminal and the exit code. */
export async function runKeys(ports: NodePorts, input: Arguments): Promise<Report> {
  const ctx = { ...ports, actor: ACTOR }
  const [first, ...rest] = input.positionals
  return first === 'site'
    ? runSiteKeys(ctx, { ...input, positionals: rest })
    : runApiKeys(ctx, input)
}

async function runApiKeys(ctx: Context, input: Arguments): Promise<Report> {
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
  if (action !== 'add' || first === undefined) return { lines: [USAGE], code: 2 }
  const { scopes } = input.values
  const parsed = AddApiKeyInput.safeParse({
    name: first,
    scopes: typeof scopes === 'string' ? scopes.split(',') : undefined,
    per_minute: numberOption(input, 'per-minute'),
    per_day: numberOption(input, 'per-day'),
  })
  if (!parsed.success) return wrong(parsed.error.message)
  const { id, key } = await addApiKey(ctx, parsed.data)
  return { lines: [`${id} key, shown once: ${key}`], code: 0 }
}

async function runSiteKeys(ctx: Context, input: Arguments): Promise<Report> {
  const [action, first] = input.positionals
  if (action === 'list') {
    const { keys } = await listSiteKeys(ctx)
    const lines = keys.map(
      (each) =>
        `${each.id} ${each.revokedAt === null ? 'active' : 'revoked'} ${each.key} ${each.name} · ${each.origins.join(' ') || 'no origin: nobody may frame'} · ${each.perMinute}/min`,
    )
    return { lines: [...lines, `${keys.length} site keys`], code: 0 }
  }
  if (action === 'revoke' && first !== undefined) {
    await revokeSiteKey(ctx, { id: first })
    return { lines: [`${first} is revoked`], code: 0 }
  }
  if (action !== 'add' || first === undefined) return { lines: [USAGE], code: 2 }
  const parsed = AddSiteKeyInput.safeParse({
    name: first,
    origins: input.values['origin'],
    per_minute: numberOption(input, 'per-minute'),
  })
  if (!parsed.success) return wrong(parsed.error.message)
  const { id, key } = await addSiteKey(ctx, parsed.data)
  return {
    lines: [
      `${id} ${key}`,
      `<script src="${ctx.config.PUBLIC_URL ?? ''}/widget.js" data-site-key="${key}" defer></script>`,
    ],
    code: 0,
  }
}
