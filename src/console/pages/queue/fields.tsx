import { Button } from 'antd'
import { useState, type ReactNode } from 'react'
import { momentText } from '../../shared/time.ts'
import { useShortcuts } from '../../shell/shortcuts.ts'
import type { AiField, Candidate, TicketDetail } from './api.ts'
import { FieldEditor, type EditableField } from './field-editor.tsx'
import { Reporter } from './reporter.tsx'
import { confidenceWord, type Edits } from './review.ts'
import { t, tData } from './texts.ts'

type Props = {
  ticket: TicketDetail
  edits: Edits
  onEdits: (edits: Edits) => void
  onActive: (field: string | null) => void
}

const ORDER: readonly EditableField[] = [
  'title',
  'category_code',
  'appeal_type',
  'urgency',
  'address',
  'division_code',
  'incident_at',
]

/** The title is the whole matter again, and each category says why. */
const TOLD_ELSEWHERE: readonly EditableField[] = ['title', 'category_code']

/** A moment is read in words; what the resident said of the time stays as it was said. */
function whenText(value: string): string {
  return /^\d{4}-\d\d-\d\dT/.test(value) ? momentText(value) : value
}

function shownValue(ticket: TicketDetail, name: EditableField): string | null {
  switch (name) {
    case 'title':
      return ticket.title
    case 'category_code':
      return ticket.category === null ? null : `${ticket.category} · ${ticket.category_code}`
    case 'appeal_type':
      return tData('type', ticket.appeal_type)
    case 'urgency':
      return tData('urgency', ticket.urgency)
    case 'address':
      return ticket.address
    case 'division_code':
      return ticket.division
    case 'incident_at':
      return ticket.incident_at === null ? null : whenText(ticket.incident_at)
  }
}

/** A field nobody said anything about is visibly empty, never guessed. */
export function Fields({ ticket, edits, onEdits, onActive }: Props) {
  const [editing, setEditing] = useState<EditableField | null>(null)
  const canEdit = ticket.status === 'pending_review' && ticket.allowed.includes('accepted')
  const candidates = (ticket.ai_fields['category_candidates']?.value ?? []) as Candidate[]
  const set = (name: EditableField, value: string, label: string): void => {
    setEditing(null)
    onEdits({ ...edits, [name]: value, shown: { ...edits.shown, [name]: label } })
  }
  const undo = (name: EditableField): void => {
    const { [name]: _, ...rest } = edits
    onEdits(rest)
  }
  const choose = (at: number): void => {
    const candidate = candidates[at]
    if (candidate !== undefined) set('category_code', candidate.code, candidate.name)
  }
  useFieldKeys(canEdit, choose, () => setEditing(weakestOf(ticket)))
  return (
    <section className="fields">
      <h2>{t('fields')}</h2>
      <dl onMouseLeave={() => onActive(null)}>
        {ORDER.map((name) => (
          <FieldRow
            key={name}
            name={name}
            ai={ticket.ai_fields[name]}
            value={edits.shown?.[name] ?? shownValue(ticket, name)}
            edited={edits[name] !== undefined}
            onActive={onActive}
            onEdit={canEdit ? () => setEditing(name) : undefined}
            onUndo={() => undo(name)}
          >
            {name === 'category_code' && canEdit && (
              <Candidates
                candidates={candidates}
                chosen={edits.category_code ?? ticket.category_code}
                onChoose={choose}
              />
            )}
            {editing === name && (
              <FieldEditor
                name={name}
                ticket={ticket}
                onSet={set}
                onCancel={() => setEditing(null)}
              />
            )}
          </FieldRow>
        ))}
        <ReporterRow ticket={ticket} />
      </dl>
    </section>
  )
}

function ReporterRow({ ticket }: { ticket: TicketDetail }) {
  return (
    <div className="field">
      <dt>{t('field_reporter')}</dt>
      <dd>
        <Reporter ticket={ticket} />
      </dd>
    </div>
  )
}

function useFieldKeys(on: boolean, choose: (at: number) => void, correct: () => void): void {
  useShortcuts(
    t('shortcuts_ticket'),
    on
      ? [
          { keys: 'e', label: t('key_correct'), run: correct },
          { keys: '1', label: t('key_category'), run: () => choose(0) },
          { keys: '2', label: t('key_category_2'), run: () => choose(1) },
          { keys: '3', label: t('key_category_3'), run: () => choose(2) },
        ]
      : [],
  )
}

function weakestOf(ticket: TicketDetail): EditableField | null {
  return ORDER.toSorted((a, b) => strength(ticket, a) - strength(ticket, b))[0] ?? null
}

function strength(ticket: TicketDetail, name: EditableField): number {
  if (shownValue(ticket, name) === null) return name === 'category_code' ? -1 : 0.3
  return ticket.ai_fields[name]?.confidence ?? 1
}

type RowProps = {
  name: EditableField
  ai: AiField | undefined
  value: string | null
  edited: boolean
  onActive: (field: string | null) => void
  onEdit: (() => void) | undefined
  onUndo: () => void
  children: ReactNode
}

function FieldRow({ name, ai, value, edited, onActive, onEdit, onUndo, children }: RowProps) {
  return (
    <div className="field" onMouseEnter={() => onActive(name)} onFocus={() => onActive(name)}>
      <dt>{tData('field', name)}</dt>
      <dd>
        <span className="field-value">
          {value === null || value === '' ? (
            <i className="hint">{t('not_said')}</i>
          ) : (
            <b>{value}</b>
          )}
          {edited ? (
            <span className="edited">
              {t('edited')}
              <Button size="small" type="link" onClick={onUndo}>
                {t('undo')}
              </Button>
            </span>
          ) : (
            ai !== undefined && <Confidence field={ai} />
          )}
          {onEdit !== undefined && (
            <Button
              size="small"
              type="text"
              className="field-edit"
              aria-label={t('correct_field', { field: tData('field', name) })}
              onClick={onEdit}
            >
              {t('correct')}
            </Button>
          )}
        </span>
        {ai?.evidence != null && !edited && !TOLD_ELSEWHERE.includes(name) && (
          <span className="hint">{t('evidence', { text: ai.evidence.text })}</span>
        )}
        {children}
      </dd>
    </div>
  )
}

function Confidence({ field }: { field: AiField }) {
  if (field.confirmed_by !== undefined) return <span className="confirmed">{t('confirmed')}</span>
  const word = confidenceWord(field.confidence)
  return (
    <span className={`confidence confidence-${word}`} title={field.confidence.toFixed(2)}>
      {t('ai_suggested')} · {t(`confidence_${word}`)}
    </span>
  )
}

type CandidatesProps = {
  candidates: readonly Candidate[]
  chosen: string | null
  onChoose: (at: number) => void
}

function Candidates({ candidates, chosen, onChoose }: CandidatesProps) {
  return (
    <ol className="candidates">
      {candidates.slice(0, 3).map(({ code, name, confidence, why }, at) => (
        <li key={code}>
          <button
            type="button"
            aria-pressed={code === chosen}
            title={confidence.toFixed(2)}
            onClick={() => onChoose(at)}
          >
            <kbd>{at + 1}</kbd> {name}
            <small>
              {t(`confidence_${confidenceWord(confidence)}`)}
              {why.length > 0 && ` · ${t('because', { words: why.join('、') })}`}
            </small>
          </button>
        </li>
      ))}
    </ol>
  )
}
