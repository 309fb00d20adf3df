import type { Ports, Telemetry } from '../ports.ts'
import { createMetrics } from './metrics.ts'

/** Counters always, traces when there is somebody to send them to. */
export async function createTelemetry(
  ports: Pick<Ports, 'sql' | 'clock' | 'logger' | 'config'>,
): Promise<{ telemetry: Telemetry; close(): Promise<void> }> {
  const metrics = createMetrics(ports)
  const endpoint = ports.config.OTEL_EXPORTER_OTLP_ENDPOINT
  if (endpoint === undefined) return { telemetry: metrics, close: () => Promise.resolve() }
  // Only then: most installations have no collector, and the start should not wait for its libraries.
  const { createTraces } = await import('./traces.ts')
  const traces = createTraces(endpoint)
  const telemetry: Telemetry = {
    ...metrics,
    startTurn(turn) {
      const watches = [metrics.startTurn(turn), traces.startTurn(turn)]
      return {
        step: (step) => watches.forEach((watch) => watch.step(step)),
        end: (outcome) => watches.forEach((watch) => watch.end(outcome)),
      }
    },
  }
  return { telemetry, close: () => traces.close() }
}
