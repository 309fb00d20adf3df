import { serve } from '@hono/node-server'
import { createApp } from '../app.ts'
import { parseConfig } from '../config.ts'
import { findUnknownMigrations, migrate } from '../db/migrate.ts'
import { refuseWideModel, syncKnowledge } from '../ingestion/index.ts'
import { startSchedule } from '../jobs/index.ts'
import { checkReadiness, type Readiness } from '../operations/index.ts'
import { findSetupLink } from '../staff/index.ts'
import { nodeAssets } from './assets-node.ts'
import { errorFields } from '../shared/logger.ts'
import { buildNodePorts, type NodePorts } from './node-ports.ts'
import { createTelemetry } from './telemetry.ts'

const DRAIN_MS = 10_000
const LAST_WORDS_MS = 1_000

/** Starts the service, prints the addresses and stops in order when told to. */
export async function start(): Promise<void> {
  const startedAt = performance.now()
  const config = parseConfig(process.env)
  const built = await buildNodePorts(config)
  const { telemetry, close: closeTelemetry } = await createTelemetry(built)
  const ports = { ...built, telemetry }
  await migrate(ports.sql)
  const newer = await findUnknownMigrations(ports.sql)
  if (newer.length > 0) {
    await ports.close()
    throw new Error(
      `The database was written by a newer version (${newer.join(', ')}). Update this program.`,
    )
  }
  await refuseWideModel(ports)
  await syncKnowledge(ports)
  const { knowledge } = await checkReadiness(ports)
  const app = createApp()
  const assets = nodeAssets()
  const server = serve(
    {
      fetch: (request, env) =>
        app.fetch(request, {
          ports,
          assets,
          clientAddress: env.incoming.socket.remoteAddress ?? '',
        }),
      hostname: config.HOST,
      port: config.PORT,
    },
    (address) => {
      void announce(ports, { port: address.port, startedAt, knowledge })
    },
  )
  const stopSchedule = startSchedule(ports)
  const stop = async (signal: string): Promise<void> => {
    ports.logger.log('info', 'stopping', { signal })
    stopSchedule()
    const closed = new Promise<void>((settle) => server.close(() => settle()))
    await ports.drain(DRAIN_MS)
    // The turns have ended; their last words may still be on the way. Live streams stay open: their clients resume.
    await Promise.race([closed, new Promise((settle) => setTimeout(settle, LAST_WORDS_MS))])
    await closeTelemetry().catch((error: unknown) =>
      ports.logger.log('warn', 'telemetry.not_flushed', errorFields(error)),
    )
    await ports.close()
    process.exit(0)
  }
  process.once('SIGTERM', () => void stop('SIGTERM'))
  process.once('SIGINT', () => void stop('SIGINT'))
}

async function announce(
  ports: NodePorts,
  facts: { port: number; startedAt: number; knowledge: Readiness['knowledge'] },
): Promise<void> {
  const { config } = ports
  const base = config.PUBLIC_URL ?? `http://${config.HOST}:${facts.port}`
  const seconds = ((performance.now() - facts.startedAt) / 1000).toFixed(1)
  const lines = [
    '',
    `AI 网格员 ready in ${seconds} s · 已就绪`,
    `  residents 居民   ${base}/`,
    `  staff 工作人员   ${base}/console`,
    `  API              ${base}/docs`,
    `  database         ${config.DATABASE_URL === undefined ? `embedded, ${config.DATA_DIR}/` : 'PostgreSQL'}`,
    `  knowledge 知识库 ${facts.knowledge?.documents ?? 0} documents, ${facts.knowledge?.chunks ?? 0} passages`,
    `  model 模型       ${config.CHAT_MODEL ?? 'none: extractive answers'}`,
  ]
  const link = await findSetupLink(ports, { baseUrl: base })
  if (link !== undefined) {
    lines.push(
      '',
      'Create the first administrator (one-time link) · 创建首个管理员(一次性链接):',
      `  ${link}`,
    )
  }
  process.stdout.write(`${lines.join('\n')}\n\n`)
}
