import { useQuery } from '@tanstack/react-query'
import { Drawer, Skeleton } from 'antd'
import type { TurnTraceView } from '../../../protocol/turn-trace.ts'
import { ApiError } from '../../shared/api.ts'
import { LoadError } from '../../shared/load-error.tsx'
import { chatApi } from './api.ts'
import { t, tData } from './texts.ts'
import { Checks } from './trace-checks.tsx'

/** Why this answer: what was looked for, what was found and used, what each step did and with which words. */
export function Trace({ turnId, onClose }: { turnId: string | null; onClose: () => void }) {
  const query = useQuery({
    queryKey: ['trace', turnId],
    queryFn: () => chatApi.trace(turnId ?? ''),
    enabled: turnId !== null,
    retry: false,
    staleTime: Infinity,
  })
  const missing = query.error instanceof ApiError && query.error.status === 404
  return (
    <Drawer open={turnId !== null} size="large" title={t('trace_title')} onClose={onClose}>
      {query.isLoading && <Skeleton active />}
      {missing && <p>{t('trace_missing')}</p>}
      {query.isError && !missing && (
        <LoadError error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.data !== undefined && <TraceView trace={query.data} />}
    </Drawer>
  )
}

function between(from: string, to: string | null): number | null {
  return to === null ? null : new Date(to).getTime() - new Date(from).getTime()
}

export function TraceView({ trace }: { trace: TurnTraceView }) {
  const first = between(trace.started_at, trace.first_sentence_at)
  return (
    <div className="trace">
      <dl>
        <dt>{t('trace_question')}</dt>
        <dd>{trace.question}</dd>
        <dt>{t('trace_outcome')}</dt>
        <dd>
          {tData('outcome', trace.outcome ?? trace.status)}
          {first !== null && ` · ${t('trace_first', { ms: first })}`}
        </dd>
      </dl>
      <Checks trace={trace} />
      <h3>{t('trace_passages')}</h3>
      {trace.passages.length === 0 ? (
        <p className="hint">{t('trace_none')}</p>
      ) : (
        <Passages trace={trace} />
      )}
      <Total trace={trace} />
      <h3>{t('trace_steps')}</h3>
      <ol className="trace-steps">
        {trace.steps.map((step, at) => (
          <li key={`${at}-${step.step}`}>
            <b>{tData('step', step.step)}</b>{' '}
            <span className="hint">{Math.round(step.duration_ms)} ms</span>
            {step.model !== null && (
              <p className="hint">
                {[
                  t('trace_model', { model: step.model }),
                  step.prompt_id === null
                    ? ''
                    : t('trace_prompt', { id: step.prompt_id, version: step.prompt_version ?? '' }),
                  t('trace_tokens', { input: step.input_tokens, output: step.output_tokens }),
                ]
                  .filter((part) => part !== '')
                  .join(' · ')}
              </p>
            )}
            {Object.keys(step.details).length > 0 && (
              <details>
                <summary>{t('trace_details')}</summary>
                <pre>{JSON.stringify(step.details, null, 2)}</pre>
              </details>
            )}
          </li>
        ))}
      </ol>
    </div>
  )
}

function Passages({ trace }: { trace: TurnTraceView }) {
  return (
    <ol className="trace-passages">
      {trace.passages.map((passage) => (
        <li key={passage.passage_id} data-used={passage.used}>
          <b>
            {passage.title ?? t('trace_gone')} {passage.article}
          </b>{' '}
          <span>{passage.used ? t('trace_used') : t('trace_unused')}</span>
          <p className="hint">
            {Object.entries(passage.scores)
              .map(([name, score]) => `${tData('score', name)} ${score.toFixed(3)}`)
              .join(' · ')}
          </p>
        </li>
      ))}
    </ol>
  )
}

/** What the turn took. Tokens and money only where a model was asked, and money only where a price is set. */
function Total({ trace }: { trace: TurnTraceView }) {
  const sum = (key: 'duration_ms' | 'input_tokens' | 'output_tokens'): number =>
    trace.steps.reduce((total, step) => total + step[key], 0)
  const ms = Math.round(sum('duration_ms'))
  const asked = trace.steps.some(({ model }) => model !== null)
  const parts = asked
    ? [
        t('trace_total', { ms, input: sum('input_tokens'), output: sum('output_tokens') }),
        trace.cost_cents === null
          ? t('trace_no_price')
          : t('trace_cost', { yuan: (trace.cost_cents / 100).toFixed(4) }),
      ]
    : [t('trace_took', { ms }), t('trace_no_model')]
  return (
    <section aria-label={t('trace_spent')}>
      <h3>{t('trace_spent')}</h3>
      <p>{parts.join(' · ')}</p>
    </section>
  )
}
