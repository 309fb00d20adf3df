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

const STAGES = ['total', 'took', 'agreed'] as const
const MEASURES = ['heads', 'area'] as const
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

/** Heads and area side by side, as the law asks for both. */
function Fields({ form, wrong, onChange }: FieldsProps) {
  return (
    <>
      {STAGES.map((stage) => (
        <fieldset key={stage}>
          <legend>{t(`vote_${stage}`)}</legend>
          {MEASURES.map((measure) => {
            const field = `${stage}_${measure}` as const
            return (
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
            )
          })}
        </fieldset>
      ))}
    </>
  )
}

type OutcomeProps = { outcome: string; checks: readonly VoteCheck[]; kind: VoteKind }

function Outcome({ outcome, checks, kind }: OutcomeProps) {
  const passed = outcome === 'passed'
  return (
    <section class={`vote-result ${passed ? 'vote-passed' : 'vote-failed'}`} role="status">
      <h3>{tData('vote', outcome)}</h3>
      {(['quorum', 'consent'] as const).map((rule) => (
        <Rule
          key={rule}
          name={tData('vote', rule === 'quorum' ? 'quorum' : `consent_${kind}`)}
          checks={checks.filter((check) => check.rule === rule)}
        />
      ))}
      <p>{t('vote_source')}</p>
      <p>{t('vote_caution')}</p>
    </section>
  )
}

/** One rule of the article, and what the numbers make of it: met or not in words, never by colour alone. */
function Rule({ name, checks }: { name: string; checks: readonly VoteCheck[] }) {
  return (
    <table>
      <caption>{name}</caption>
      <tbody>
        {checks.map(({ of, part, whole, met }) => (
          <tr key={of}>
            <th scope="row">{tData('vote', of)}</th>
            <td>
              {part} / {whole}
            </td>
            <td>{whole > 0 && `${((part / whole) * 100).toFixed(1)}%`}</td>
            <td class={met ? 'vote-met' : 'vote-unmet'}>
              <span aria-hidden="true">{met ? '✓' : '✗'}</span> {t(met ? 'vote_met' : 'vote_unmet')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
