import { useState } from 'preact/hooks'
import {
  countOwnerVote,
  type VoteCheck,
  type VoteField,
  type VoteKind,
  type VoteResult,
} from '../../../protocol/owner-vote.ts'
import { t, tData } from '../i18n.ts'
import { SheetFrame } from './sheet-frame.tsx'

const FIELDS: readonly VoteField[] = [
  'total_heads',
  'total_area',
  'took_heads',
  'took_area',
  'agreed_heads',
  'agreed_area',
]
type Form = Record<VoteField, string>
const EMPTY: Form = {
  total_heads: '',
  total_area: '',
  took_heads: '',
  took_area: '',
  agreed_heads: '',
  agreed_area: '',
}

/** R-KB-9: arithmetic of 民法典第二百七十八条, no AI; it stays on this page and is sent nowhere. */
export function VoteSheet({ onClose }: { onClose: () => void }) {
  const [kind, setKind] = useState<VoteKind>('major')
  const [form, setForm] = useState(EMPTY)
  const [result, setResult] = useState<VoteResult | null>(null)
  const number = (field: VoteField): number =>
    form[field].trim() === '' ? Number.NaN : Number(form[field])
  const count = (event: Event): void => {
    event.preventDefault()
    setResult(
      countOwnerVote({
        kind,
        total: { heads: number('total_heads'), area: number('total_area') },
        took: { heads: number('took_heads'), area: number('took_area') },
        agreed: { heads: number('agreed_heads'), area: number('agreed_area') },
      }),
    )
  }
  const wrong = result?.outcome === 'wrong' ? result.field : null
  return (
    <SheetFrame title={t('vote')} onClose={onClose}>
      <p class="label">{t('vote_label')}</p>
      <form class="vote" onSubmit={count} noValidate>
        <label>
          {t('vote_kind')}
          <select
            value={kind}
            onChange={(event) =>
              setKind(event.currentTarget.value === 'major' ? 'major' : 'ordinary')
            }
          >
            <option value="major">{t('vote_major')}</option>
            <option value="ordinary">{t('vote_ordinary')}</option>
          </select>
        </label>
        <Fields
          form={form}
          wrong={wrong}
          onChange={(field, value) => setForm({ ...form, [field]: value })}
        />
        <button type="submit" class="primary">
          {t('vote_count')}
        </button>
      </form>
      {wrong !== null && (
        <p id="vote-wrong" class="field-error" role="alert">
          {t('vote_wrong', { field: tData('vote', wrong) })}
        </p>
      )}
      {result !== null && result.outcome !== 'wrong' && (
        <Outcome outcome={result.outcome} checks={result.checks} kind={kind} />
      )}
    </SheetFrame>
  )
}

type FieldsProps = {
  form: Form
  wrong: VoteField | null
  onChange: (field: VoteField, value: string) => void
}

function Fields({ form, wrong, onChange }: FieldsProps) {
  return (
    <>
      {FIELDS.map((field) => (
        <label key={field}>
          {tData('vote', field)}
          <input
            value={form[field]}
            inputMode="decimal"
            autocomplete="off"
            aria-invalid={wrong === field}
            aria-describedby={wrong === field ? 'vote-wrong' : undefined}
            onInput={(event) => onChange(field, event.currentTarget.value)}
          />
        </label>
      ))}
    </>
  )
}

function Outcome({
  outcome,
  checks,
  kind,
}: {
  outcome: string
  checks: readonly VoteCheck[]
  kind: VoteKind
}) {
  return (
    <section class="vote-result" role="status">
      <h3>{tData('vote', outcome)}</h3>
      <ul>
        {checks.map(({ rule, of, part, whole, met }) => (
          <li key={`${rule}${of}`}>
            {met ? '✓' : '✗'} {tData('vote', rule === 'quorum' ? 'quorum' : `consent_${kind}`)} ·{' '}
            {tData('vote', of)} {part} / {whole}
            {whole > 0 && ` (${((part / whole) * 100).toFixed(1)}%)`}{' '}
            <span class="visually-hidden">{t(met ? 'vote_met' : 'vote_unmet')}</span>
          </li>
        ))}
      </ul>
      <p>{t('vote_source')}</p>
      <p>{t('vote_caution')}</p>
    </section>
  )
}
