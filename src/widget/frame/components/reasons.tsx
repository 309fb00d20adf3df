import { useEffect, useRef, useState } from 'preact/hooks'
import { t } from '../i18n.ts'

const REASONS = ['wrong', 'outdated', 'incomplete', 'inappropriate', 'other'] as const

export type Complaint = { reasons: readonly string[]; comment: string }

type Props = { onSubmit: (complaint: Complaint) => void; onClose: () => void }

/** The bare vote is stored already; what is told here goes beside it to the people who review answers (R-LBL-5). */
export function Reasons({ onSubmit, onClose }: Props) {
  const [reasons, setReasons] = useState<readonly string[]>([])
  const [comment, setComment] = useState('')
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    form.current?.querySelector('input')?.focus()
    form.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  const toggle = (reason: string, on: boolean): void =>
    setReasons(on ? [...reasons, reason] : reasons.filter((item) => item !== reason))
  return (
    <form
      ref={form}
      class="reasons"
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit({ reasons, comment: comment.trim() })
      }}
    >
      <fieldset>
        <legend>{t('reason_ask')}</legend>
        {REASONS.map((reason) => (
          <label key={reason} class="chip">
            <input
              type="checkbox"
              checked={reasons.includes(reason)}
              onChange={(event) => toggle(reason, event.currentTarget.checked)}
            />
            {t(`reason_${reason}`)}
          </label>
        ))}
      </fieldset>
      <label class="reason-comment">
        {t('reason_comment')}
        <textarea
          rows={2}
          maxLength={500}
          value={comment}
          onInput={(event) => setComment(event.currentTarget.value)}
        />
      </label>
      <div class="row">
        <button type="submit" class="primary" disabled={reasons.length === 0 && comment === ''}>
          {t('submit')}
        </button>
        <button type="button" class="plain" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
    </form>
  )
}
