import { useEffect, useState } from 'preact/hooks'
import type { DivisionList } from '../../../protocol/conversations.ts'
import { api } from '../api.ts'
import { t, tData } from '../i18n.ts'

const LEVELS = ['district', 'street', 'community'] as const
/** A district has 6 digits, a street 9, a community 12: each code begins with the one above it. */
const DIGITS = [6, 9, 12] as const

type Division = DivisionList['divisions'][number]
type Options = { list: Division[]; failed: boolean }
export type ChosenDivision = { code: string; name: string }

type Props = {
  chosen: ChosenDivision | null
  editing: boolean
  onEdit: (open: boolean) => void
  onChange: (chosen: ChosenDivision | null) => void
}

/** District, street, community: without a map, and 不确定 is an answer at every step. */
export function PlacePicker({ chosen, editing, onEdit, onChange }: Props) {
  return (
    <div class="draft-field">
      <span class="draft-label">{t('draft_division')}</span>
      {editing ? (
        <DivisionSelects chosen={chosen} onChange={onChange} />
      ) : (
        <p>{chosen?.name ?? t('place_unsure')}</p>
      )}
      <button
        type="button"
        class="plain"
        aria-label={`${editing ? t('draft_done') : t('draft_edit')} ${t('draft_division')}`}
        onClick={() => onEdit(!editing)}
      >
        {editing ? t('draft_done') : t('draft_edit')}
      </button>
    </div>
  )
}

type SelectsProps = Pick<Props, 'chosen' | 'onChange'> & {
  /** What choosing none of a level means: not sure, or all of them. */
  none?: 'place_unsure_of' | 'place_all_of'
}

export function DivisionSelects({ chosen, onChange, none = 'place_unsure_of' }: SelectsProps) {
  return (
    <div class="place-picker">
      {LEVELS.map((level, depth) => (
        <Level key={level} depth={depth} chosen={chosen} onChange={onChange} none={none} />
      ))}
    </div>
  )
}

function Level({ depth, chosen, onChange, none }: Required<SelectsProps> & { depth: number }) {
  const above = DIGITS[depth - 1]
  const parent = above === undefined ? '' : (chosen?.code.slice(0, above) ?? '')
  const open = above === undefined || parent.length === above
  const [attempt, setAttempt] = useState(0)
  const { list, failed } = useChildren(open ? parent : null, attempt)
  if (!open) return null
  const own = chosen?.code.slice(0, DIGITS[depth]) ?? ''
  const choose = (code: string): void => {
    const division = list.find((item) => item.code === code)
    if (division !== undefined) onChange({ code, name: division.full_name })
    else onChange(parent === '' ? null : { code: parent, name: list[0]?.parent_name ?? '' })
  }
  const label = tData('place', LEVELS[depth] ?? 'district')
  if (failed)
    return (
      <p role="alert">
        {t('place_failed')}{' '}
        <button type="button" class="plain" onClick={() => setAttempt(attempt + 1)}>
          {t('retry')}
        </button>
      </p>
    )
  return (
    <select
      aria-label={label}
      value={list.some(({ code }) => code === own) ? own : ''}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <option value="">{t(none, { level: label })}</option>
      {list.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </select>
  )
}

function useChildren(parent: string | null, attempt: number): Options {
  const [options, setOptions] = useState<Options>({ list: [], failed: false })
  useEffect(() => {
    if (parent === null) return
    let current = true
    api.divisions(parent).then(
      ({ divisions }) => current && setOptions({ list: divisions, failed: false }),
      () => current && setOptions({ list: [], failed: true }),
    )
    return () => {
      current = false
    }
  }, [parent, attempt])
  return options
}
