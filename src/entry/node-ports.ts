import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { connectServer } from '../db/client.ts'
import { openEmbedded } from '../db/embedded.ts'
import { createModels, createUsageSink } from '../llm/index.ts'
import type { Copilot, Ports } from '../ports.ts'
import { systemClock, type Clock } from '../shared/clock.ts'
import { errorFields, jsonLogger, type Logger } from '../shared/logger.ts'
import { createVault, vaultSecrets } from '../shared/vault.ts'
import { createWakeup } from '../shared/wakeup.ts'
import { postOutside } from './post-outside.ts'

export type NodePorts = Ports & { drain(timeoutMs: number): Promise<void> }

/** With an embedded database the key is made once and kept beside it; with DATABASE_URL it is required by name. */
export function loadSecretKey(config: Config): string {
  if (config.SECRET_KEY !== undefined) return config.SECRET_KEY
  const path = join(config.DATA_DIR, 'secret.key')
  if (existsSync(path)) return readFileSync(path, 'utf8').trim()
  mkdirSync(config.DATA_DIR, { recursive: true, mode: 0o700 })
  const key = randomBytes(48).toString('base64url')
  writeFileSync(path, `${key}\n`, { mode: 0o600, flag: 'wx' })
  chmodSync(path, 0o600)
  return key
}

export async function buildNodePorts(
  config: Config,
  options: { join?: boolean; logger?: Logger; clock?: Clock } = {},
): Promise<NodePorts> {
  const logger =
    options.logger ?? jsonLogger((line) => process.stderr.write(`${line}\n`), config.LOG_LEVEL)
  const database =
    config.DATABASE_URL === undefined
      ? await openEmbedded(config.DATA_DIR, { join: options.join ?? false })
      : serverDatabase(config.DATABASE_URL, config.DATABASE_POOL)
  const running = new Set<Promise<void>>()
  const clock = options.clock ?? systemClock
  const usage = createUsageSink({
    sql: database.sql,
    clock,
    logger,
    dailyTokens: config.MODEL_DAILY_TOKENS,
  })
  const models = createModels(config, { logger, clock, usage })
  return {
    runtime: 'node',
    config,
    sql: database.sql,
    clock,
    logger,
    vault: await createVault(vaultSecrets(loadSecretKey(config), config.SECRET_KEY_FORMER)),
    wakeup: createWakeup(),
    turns: { aborts: new Map(), logs: new Map(), followers: new Map() },
    ...models,
    ...(models.chatModel === undefined ? {} : { copilot: lazyCopilot() }),
    postOutside,
    stageDocument: async (input) => {
      // Loaded when the first document comes: the parsers are heavy, and most processes read none.
      const { stageDocument } = await import('../ingestion/index.ts')
      return stageDocument({ sql: database.sql, clock, logger }, input)
    },
    embedPassages: async (budgetMs) => {
      if (models.embeddingModel === undefined) return { embedded: 0, model: null }
      const { embedChunks } = await import('../ingestion/index.ts')
      const { embeddingModel } = models
      return embedChunks({ sql: database.sql, clock, logger, embeddingModel }, { budgetMs })
    },
    defer(name, work) {
      const promise = work()
        .catch((error: unknown) =>
          logger.log('error', 'deferred.failed', { name, ...errorFields(error) }),
        )
        .finally(() => running.delete(promise))
      running.add(promise)
    },
    async drain(timeoutMs) {
      const deadline = new Promise<void>((settle) => setTimeout(settle, timeoutMs).unref())
      await Promise.race([Promise.allSettled(running), deadline])
    },
    close: () => database.close(),
  }
}

/** LangChain can report every run to its makers' service; what residents say stays here, whatever the environment says. */
const REPORTING = [
  'LANGSMITH_TRACING',
  'LANGSMITH_TRACING_V2',
  'LANGCHAIN_TRACING',
  'LANGCHAIN_TRACING_V2',
]

/** Loaded when the first draft is asked for: the agent library is heavy, and most processes never need it. */
function lazyCopilot(): Copilot {
  return {
    async draftReply(ctx, input) {
      for (const name of REPORTING) Reflect.deleteProperty(process.env, name)
      const { draftReply } = await import('../copilot/index.ts')
      return draftReply(ctx, input)
    },
  }
}

function serverDatabase(url: string, max: number) {
  const sql = connectServer(url, max)
  return { sql, close: () => sql.end({ timeout: 5 }) }
}
