import type { Evidence } from '../../../protocol/tickets.ts'
import { t } from '../i18n.ts'

export type FieldSpec = {
  name: string
  label: string
  kind: 'text' | 'long' | 'choice'
  max?: number
  empty?: string
  options?: readonly { value: string; label: string }[]
  field: { confidence: number; evidence: Evidence | null; set_by: 'ai' | 'rules' | 'resident' }
}

type Props = {
  spec: FieldSpec
  value: string
  editing: boolean
  error: string | null
  onEdit: (open: boolean) => void
  onChange: (value: string) => void
}

/** Below this the value is shown as a question to check, not as a statement. */
const SURE = 0.6

export function DraftField({ spec, value, editing, error, onEdit, onChange }: Props) {
  const id = `field-${spec.name}`
  const shown =
    spec.kind === 'choice'
      ? (spec.options?.find((option) => option.value === value)?.label ?? value)
      : value === ''
        ? (spec.empty ?? '')
        : value
  return (
    <div class="draft-field">
      <label for={editing ? id : undefined}>{spec.label}</label>
      {editing ? (
        <Input id={id} spec={spec} value={value} error={error} onChange={onChange} />
      ) : (
        <p>{shown}</p>
      )}
      <button
        type="button"
        class="plain"
        aria-label={`${editing ? t('draft_done') : t('draft_edit')} ${spec.label}`}
        onClick={() => onEdit(!editing)}
      >
        {editing ? t('draft_done') : t('draft_edit')}
      </button>
      {spec.field.evidence !== null && spec.field.set_by !== 'resident' && (
        <p class="evidence">{t('draft_from', { text: spec.field.evidence.text })}</p>
      )}
      {spec.field.confidence < SURE && spec.field.set_by !== 'resident' && value !== '' && (
        <p class="evidence unsure">{t('draft_unsure')}</p>
      )}
    </div>
  )
}

type InputProps = {
  id: string
  spec: FieldSpec
  value: string
  error: string | null
  onChange: (value: string) => void
}

function Input({ id, spec, value, error, onChange }: InputProps) {
  if (spec.kind === 'choice') {
    return (
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {spec.options?.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    )
  }
  const shared = { id, value, maxLength: spec.max ?? 256, 'aria-invalid': error !== null }
  return spec.kind === 'long' ? (
    <textarea {...shared} rows={4} onInput={(event) => onChange(event.currentTarget.value)} />
  ) : (
    <input {...shared} onInput={(event) => onChange(event.currentTarget.value)} />
  )
}
