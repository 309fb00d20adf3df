import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { readLoad } from '../operations/index.ts'
import type { Ports, Telemetry } from '../ports.ts'
import { errorFields } from '../shared/logger.ts'

const TURN_SECONDS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60]
const STEP_SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 10, 30]

const GAUGES = {
  turnsRunning: ['gw_turns_running', 'Turns that have begun and not ended'],
  handoffsWaiting: ['gw_handoffs_waiting', 'Conversations that wait for a person'],
  ticketsOpen: ['gw_tickets_open', 'Tickets not yet closed'],
  ticketsOverdue: ['gw_tickets_overdue', 'Open tickets past their due time'],
  slaBreaches: ['gw_sla_breaches_24h', 'Clocks that ran out within 24 hours'],
  webhooksPending: ['gw_webhooks_pending', 'Webhook deliveries that wait'],
  webhooksDead: ['gw_webhooks_dead', 'Webhook deliveries given up'],
  jobsLate: ['gw_jobs_late', 'Jobs more than ten minutes past their time'],
} as const
const MODEL_GAUGES = {
  calls: ['gw_model_calls_total', 'Model calls'],
  failures: ['gw_model_failures_total', 'Model calls that failed'],
  inputTokens: ['gw_model_input_tokens_total', 'Tokens sent to models'],
  outputTokens: ['gw_model_output_tokens_total', 'Tokens received from models'],
  costCents: ['gw_model_cost_cents_total', 'Cost of model calls, in cents'],
} as const

/** Counts of this process, and at each scrape what waits in the database. Labels are closed sets: no ids, no words. */
export function createMetrics(ports: Pick<Ports, 'sql' | 'clock' | 'logger'>): Telemetry {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const turns = new Counter({
    name: 'gw_turns_total',
    help: 'Turns that ended, by outcome',
    labelNames: ['outcome'],
    registers,
  })
  const turnSeconds = new Histogram({
    name: 'gw_turn_duration_seconds',
    help: 'From the claim of a turn to its end',
    buckets: TURN_SECONDS,
    registers,
  })
  const stepSeconds = new Histogram({
    name: 'gw_step_duration_seconds',
    help: 'Steps of a turn',
    labelNames: ['step'],
    buckets: STEP_SECONDS,
    registers,
  })
  const requestSeconds = new Histogram({
    name: 'gw_http_request_duration_seconds',
    help: 'Requests to the first byte of their answer, by route pattern',
    labelNames: ['method', 'route', 'status'],
    buckets: TURN_SECONDS,
    registers,
  })
  const refresh = loadGauges(registry, ports)
  return {
    startTurn() {
      const startedAt = performance.now()
      return {
        step: ({ step, durationMs }) => stepSeconds.observe({ step }, durationMs / 1000),
        end(outcome) {
          turns.inc({ outcome })
          turnSeconds.observe((performance.now() - startedAt) / 1000)
        },
      }
    },
    request({ method, route, status, durationMs }) {
      requestSeconds.observe({ method, route, status: String(status) }, durationMs / 1000)
    },
    async scrape() {
      await refresh()
      return { contentType: registry.contentType, body: await registry.metrics() }
    },
  }
}

/** Read when asked. With the database gone the process's own counters still tell, and a gauge says so. */
function loadGauges(
  registry: Registry,
  ports: Pick<Ports, 'sql' | 'clock' | 'logger'>,
): () => Promise<void> {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] })
  const up = gauge('gw_database_up', '1 while the database answers')
  const waiting = Object.entries(GAUGES).map(([key, [name, help]]) => ({
    key: key as keyof typeof GAUGES,
    gauge: gauge(name, help),
  }))
  const models = Object.entries(MODEL_GAUGES).map(([key, [name, help]]) => ({
    key: key as keyof typeof MODEL_GAUGES,
    gauge: gauge(name, help, ['kind', 'model']),
  }))
  return async () => {
    try {
      const load = await readLoad(ports.sql, ports.clock.now())
      up.set(1)
      for (const each of waiting) each.gauge.set(load[each.key])
      for (const { kind, model, ...figures } of load.models) {
        for (const each of models) each.gauge.set({ kind, model }, figures[each.key])
      }
    } catch (error) {
      up.set(0)
      ports.logger.log('warn', 'metrics.database', errorFields(error))
    }
  }
}
