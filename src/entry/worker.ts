import { createApp } from '../app.ts'
import { ConfigError, parseConfig } from '../config.ts'
import { connectServer } from '../db/client.ts'
import type { AssetSource } from '../http/env.ts'
import { onBodyEnd } from '../http/on-body-end.ts'
import { runDueJobs } from '../jobs/index.ts'
import { createModels, createUsageSink } from '../llm/index.ts'
import type { Ports } from '../ports.ts'
import { systemClock } from '../shared/clock.ts'
import { errorFields, jsonLogger } from '../shared/logger.ts'
import { createVault, vaultSecrets } from '../shared/vault.ts'
import { createWakeup } from '../shared/wakeup.ts'

type Bindings = Readonly<Record<string, unknown>> & {
  HYPERDRIVE: { connectionString: string }
  ASSETS: { fetch(request: Request): Promise<Response> }
}
type Context = { waitUntil(promise: Promise<unknown>): void }

const app = createApp()
/** Cloudflare's advice for this driver behind Hyperdrive. */
const POOL = 5

/** One set of ports per request: a connection must not outlive the request that opened it. */
async function workerPorts(env: Bindings, context: Context): Promise<Ports> {
  const settings = Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
  const config = parseConfig({ ...settings, DATABASE_URL: env.HYPERDRIVE.connectionString })
  const logger = jsonLogger((line) => console.log(line), config.LOG_LEVEL)
  const sql = connectServer(config.DATABASE_URL ?? '', POOL)
  const usage = createUsageSink({
    sql,
    clock: systemClock,
    logger,
    dailyTokens: config.MODEL_DAILY_TOKENS,
  })
  return {
    runtime: 'worker',
    config,
    sql,
    clock: systemClock,
    logger,
    vault: await createVault(vaultSecrets(config.SECRET_KEY ?? '', config.SECRET_KEY_FORMER)),
    wakeup: createWakeup(),
    turns: { aborts: new Map(), logs: new Map(), followers: new Map() },
    ...createModels(config, { logger, clock: systemClock, usage }),
    // The platform's own network has no private side to reach; the address itself was checked before.
    postOutside: async (url, { headers, body, timeoutMs }) => {
      const signal = AbortSignal.timeout(timeoutMs)
      const response = await fetch(url, {
        method: 'POST',
        headers,
        body,
        signal,
        redirect: 'manual',
      })
      await response.body?.cancel()
      return response.status
    },
    defer(name, work) {
      context.waitUntil(
        work().catch((error: unknown) =>
          logger.log('error', 'deferred.failed', { name, ...errorFields(error) }),
        ),
      )
    },
    close: () => sql.end({ timeout: 5 }),
  }
}

function assetsOf(env: Bindings): AssetSource {
  return {
    async read(path) {
      const response = await env.ASSETS.fetch(new Request(`https://assets.local/${path}`))
      if (!response.ok) return undefined
      const etag = response.headers.get('ETag')
      return {
        body: new Uint8Array(await response.arrayBuffer()),
        ...(etag === null ? {} : { etag }),
      }
    },
  }
}

export default {
  async fetch(request: Request, env: Bindings, context: Context): Promise<Response> {
    let ports: Ports
    try {
      ports = await workerPorts(env, context)
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      return Response.json(
        { error: { code: 'configuration', message: error.message } },
        { status: 500 },
      )
    }
    const pending: Promise<unknown>[] = []
    const tracked: Ports = {
      ...ports,
      // The connection closes when the body has ended and the turn behind it has too.
      defer(name, work) {
        ports.defer(name, () => {
          const running = work()
          pending.push(running.catch(() => undefined))
          return running
        })
      },
    }
    const response = await app.fetch(request, {
      ports: tracked,
      assets: assetsOf(env),
      clientAddress: request.headers.get('CF-Connecting-IP') ?? '',
    })
    return onBodyEnd(response, () =>
      context.waitUntil(Promise.allSettled(pending).then(() => ports.close())),
    )
  },
  async scheduled(_event: unknown, env: Bindings, context: Context): Promise<void> {
    const ports = await workerPorts(env, context)
    context.waitUntil(runDueJobs(ports).finally(() => ports.close()))
  },
}
