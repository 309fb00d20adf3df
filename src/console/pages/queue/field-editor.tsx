import { useQuery } from '@tanstack/react-query'
import { Button, Input, Select, Space } from 'antd'
import { useState } from 'react'
import { APPEAL_TYPES, URGENCIES } from '../../../protocol/tickets.ts'
import { queueApi, type TicketDetail } from './api.ts'
import { t, tData } from './texts.ts'

export type EditableField =
  | 'title'
  | 'category_code'
  | 'appeal_type'
  | 'urgency'
  | 'address'
  | 'division_code'
  | 'incident_at'

type Props = {
  name: EditableField
  ticket: TicketDetail
  onSet: (name: EditableField, value: string, label: string) => void
  onCancel: () => void
}

export function FieldEditor(props: Props) {
  const { name, onCancel } = props
  return (
    <div
      className="field-editor"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onCancel()
      }}
    >
      {name === 'category_code' && <CategoryEditor {...props} />}
      {name === 'division_code' && <DivisionEditor {...props} />}
      {(name === 'appeal_type' || name === 'urgency') && <ChoiceEditor {...props} />}
      {(name === 'title' || name === 'address' || name === 'incident_at') && (
        <TextEditor {...props} />
      )}
    </div>
  )
}

const LIMITS: Readonly<Partial<Record<EditableField, number>>> = {
  title: 60,
  address: 256,
  incident_at: 60,
}

function TextEditor({ name, ticket, onSet, onCancel }: Props) {
  const now = ticket[name as 'title' | 'address' | 'incident_at'] ?? ''
  const [value, setValue] = useState(now)
  const done = (): void => {
    const text = value.trim()
    if (text === '' || text === now) onCancel()
    else onSet(name, text, text)
  }
  return (
    <Space.Compact block>
      <Input
        autoFocus
        value={value}
        maxLength={LIMITS[name]}
        aria-label={tData('field', name)}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setValue(event.target.value)}
        onPressEnter={done}
      />
      <Button type="primary" onClick={done}>
        {t('ok')}
      </Button>
    </Space.Compact>
  )
}

function ChoiceEditor({ name, ticket, onSet }: Props) {
  const isType = name === 'appeal_type'
  const values: readonly string[] = isType ? APPEAL_TYPES : URGENCIES
  return (
    <Select
      autoFocus
      defaultOpen
      className="wide"
      aria-label={tData('field', name)}
      defaultValue={isType ? ticket.appeal_type : ticket.urgency}
      onChange={(value) => onSet(name, value, tData(isType ? 'type' : 'urgency', value))}
      options={values.map((value) => ({
        value,
        label: tData(isType ? 'type' : 'urgency', value),
      }))}
    />
  )
}

function CategoryEditor({ name, ticket, onSet }: Props) {
  const query = useQuery({
    queryKey: ['categories'],
    queryFn: queueApi.categories,
    staleTime: Infinity,
  })
  const options = (query.data?.categories ?? []).map((item) => ({
    value: item.code,
    label: `${item.name} · ${item.code}`,
    name: item.name,
  }))
  return (
    <Select
      autoFocus
      defaultOpen
      className="wide"
      aria-label={tData('field', name)}
      placeholder={t('search_category')}
      showSearch={{ optionFilterProp: 'label' }}
      loading={query.isPending}
      {...(ticket.category_code === null ? {} : { defaultValue: ticket.category_code })}
      onChange={(value: string) =>
        onSet(name, value, options.find((option) => option.value === value)?.name ?? value)
      }
      options={options}
    />
  )
}

/** District, street, community, one below the other; any level may be the answer. */
function DivisionEditor({ name, ticket, onSet }: Props) {
  const code = ticket.division_code ?? ''
  const [chosen, setChosen] = useState<readonly string[]>(
    [6, 9, 12].filter((length) => code.length >= length).map((length) => code.slice(0, length)),
  )
  const [names, setNames] = useState<readonly string[]>([])
  const last = chosen.at(-1)
  const levels = [undefined, ...chosen].slice(0, 3)
  return (
    <div className="division-editor">
      {levels.map((parent, level) => (
        <DivisionSelect
          key={parent ?? 'districts'}
          level={level}
          parent={parent}
          value={chosen[level]}
          onChoose={(value, label) => {
            setChosen([...chosen.slice(0, level), value])
            setNames([...names.slice(0, level), label])
          }}
        />
      ))}
      <Button
        type="primary"
        disabled={last === undefined || last === code}
        onClick={() => last !== undefined && onSet(name, last, names.filter(Boolean).join(''))}
      >
        {t('ok')}
      </Button>
    </div>
  )
}

type DivisionSelectProps = {
  level: number
  parent: string | undefined
  value: string | undefined
  onChoose: (value: string, label: string) => void
}

const LEVEL_NAMES = ['district', 'street', 'community'] as const

function DivisionSelect({ level, parent, value, onChoose }: DivisionSelectProps) {
  const query = useQuery({
    queryKey: ['divisions', parent ?? ''],
    queryFn: () => queueApi.divisions(parent),
    staleTime: Infinity,
  })
  const options = (query.data?.divisions ?? []).map(({ code, name }) => ({
    value: code,
    label: name,
  }))
  const label = tData('level', LEVEL_NAMES[level] ?? '')
  return (
    <Select
      aria-label={label}
      placeholder={label}
      showSearch={{ optionFilterProp: 'label' }}
      loading={query.isPending}
      options={options}
      {...(value === undefined ? {} : { value })}
      onChange={(code: string) =>
        onChoose(code, options.find((option) => option.value === code)?.label ?? code)
      }
    />
  )
}
