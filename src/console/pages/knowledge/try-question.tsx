import { Mark } from '../../shared/mark.tsx'
import { useMutation } from '@tanstack/react-query'
import { Alert, Input } from 'antd'
import { knowledge } from './api.ts'
import { t } from './texts.ts'

/** The hit test: what a resident's question would find with this version published. */
export function TryQuestion({ id }: { id: string }) {
  const trial = useMutation({
    mutationFn: (question: string) => knowledge.tryQuestion(id, question),
  })
  return (
    <section className="card stack" aria-label={t('try_question')}>
      <h2 className="section-title">{t('try_question')}</h2>
      <Input.Search
        aria-label={t('try_placeholder')}
        placeholder={t('try_placeholder')}
        enterButton={t('try')}
        maxLength={500}
        loading={trial.isPending}
        onSearch={(question) => {
          if (question.trim() !== '') trial.mutate(question.trim())
        }}
      />
      {trial.isError && <Alert type="error" showIcon title={trial.error.message} />}
      {trial.data !== undefined && (
        <>
          <p role="status">{t(trial.data.answerable ? 'would_answer' : 'would_refuse')}</p>
          <ol className="hits">
            {trial.data.passages.slice(0, 5).map((passage) => (
              <li key={passage.passageId}>
                <p className="card-meta">
                  {passage.fromThisVersion && <Mark tone="info">{t('this_version')}</Mark>}
                  {passage.title} · {passage.articleNo ?? passage.heading}
                </p>
                <p className="chunk-text">{passage.text.slice(0, 160)}</p>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  )
}
