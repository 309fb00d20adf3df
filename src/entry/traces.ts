import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import type { StepSeen, TurnWatch } from '../ports.ts'

export type Traces = {
  startTurn(turn: { turnId: string; requestId: string }): TurnWatch
  close(): Promise<void>
}

/** One trace a turn, one span a step; a step that asked a model carries the GenAI attributes. No text, ever. */
export function createTraces(endpoint: string): Traces {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` })
  const provider = new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter })] })
  const tracer = provider.getTracer('grid-worker')
  return {
    startTurn({ turnId, requestId }) {
      const attributes = { 'gw.turn.id': turnId, 'gw.request.id': requestId }
      const turn = tracer.startSpan('turn', { kind: SpanKind.SERVER, attributes })
      const inside = trace.setSpan(ROOT_CONTEXT, turn)
      return {
        step(step) {
          const endTime = Date.now()
          const { name, ...options } = spanOf(step)
          const startTime = endTime - step.durationMs
          tracer.startSpan(name, { ...options, startTime }, inside).end(endTime)
        },
        end(outcome) {
          turn.setAttribute('gw.turn.outcome', outcome)
          turn.end()
        },
      }
    },
    close: () => provider.shutdown(),
  }
}

function spanOf(step: StepSeen) {
  const { model, promptId, promptVersion, inputTokens, outputTokens } = step
  if (model === undefined) {
    return { name: step.step, kind: SpanKind.INTERNAL, attributes: { 'gw.step': step.step } }
  }
  return {
    name: `chat ${model}`,
    kind: SpanKind.CLIENT,
    attributes: {
      'gw.step': step.step,
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': model,
      ...(inputTokens === undefined ? {} : { 'gen_ai.usage.input_tokens': inputTokens }),
      ...(outputTokens === undefined ? {} : { 'gen_ai.usage.output_tokens': outputTokens }),
      ...(promptId === undefined ? {} : { 'gw.prompt.id': promptId }),
      ...(promptVersion === undefined ? {} : { 'gw.prompt.version': promptVersion }),
    },
  }
}
