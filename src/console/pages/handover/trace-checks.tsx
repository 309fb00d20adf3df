import type { TurnTraceView } from '../../../protocol/turn-trace.ts'
import { Mark } from '../../shared/mark.tsx'
import { t, tData } from './texts.ts'

type Sentence = TurnTraceView['sentences'][number]

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** R-KB-3: every sentence of the answer with what it stands on, and what the checks changed, dropped or missed. */
export function Checks({ trace }: { trace: TurnTraceView }) {
  const details = trace.steps.find(({ step }) => step === 'compose')?.details
  if (trace.sentences.length === 0 && details === undefined) return null
  return (
    <section className="stack" aria-label={t('trace_checks')}>
      <h3>{t('trace_checks')}</h3>
      {trace.sentences.length === 0 && <p className="hint">{t('trace_no_sentences')}</p>}
      <ol className="trace-sentences">
        {trace.sentences.map((sentence, at) => (
          <li key={`${at} ${sentence.text}`}>
            <Checked sentence={sentence} trace={trace} />
          </li>
        ))}
      </ol>
      {details !== undefined && <Changes details={details} />}
    </section>
  )
}

function Checked({ sentence, trace }: { sentence: Sentence; trace: TurnTraceView }) {
  const { text, check, passage_ids: ids } = sentence
  const names = ids.map((id) => {
    const passage = trace.passages.find((item) => item.passage_id === id)
    return [passage?.title ?? t('trace_gone'), passage?.article ?? ''].join(' ').trim()
  })
  return (
    <>
      <span>{text}</span>
      <p className="hint">
        {check !== null && (
          <Mark tone={check === 'replaced' ? 'warn' : 'ok'}>{tData('check', check)}</Mark>
        )}{' '}
        {names.length === 0
          ? t('trace_uncited')
          : t('trace_stands_on', { passages: names.join('、') })}
      </p>
    </>
  )
}

function Changes({ details }: { details: Readonly<Record<string, unknown>> }) {
  const dropped = Number(details['dropped'] ?? 0)
  const repaired = listOf(details['repaired'])
  return (
    <>
      <p>
        {dropped === 0 && repaired.length === 0
          ? t('trace_checks_ok')
          : t('trace_checks_line', { dropped })}
      </p>
      <ul className="plain">
        {listOf(details['removed']).map((line, at) => (
          <li key={`${at} ${line}`}>{t('trace_removed', { line })}</li>
        ))}
        {repaired.map((claim, at) => (
          <li key={`${at} ${claim}`}>
            {t('trace_repaired', { claim: claim.replaceAll(/(^|,)\w+:/g, '$1') })}
          </li>
        ))}
        {listOf(details['missing_conditions']).map((text) => (
          <li key={text} className="hint">
            {t('trace_missing_condition', { text })}
          </li>
        ))}
      </ul>
    </>
  )
}
