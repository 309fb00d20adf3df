import { useQuery } from '@tanstack/react-query'
import { Alert, AutoComplete, Form, Select } from 'antd'
import { useEffect, useRef } from 'react'
import { queueApi, type TicketDetail } from './api.ts'
import { t, tData } from './texts.ts'

const LOWEST = ['grid', 'community']

type LeadUnit = { lead_unit: string; lead_unit_name: string }

/** What the directory suggests comes preset, unless somebody is choosing already: it must not get between their letters. */
function useSuggestion(ticket: TicketDetail) {
  const form = Form.useFormInstance<LeadUnit>()
  const { data, isPending } = useQuery({
    queryKey: ['suggestion', ticket.ticket_no, ticket.version],
    queryFn: () => queueApi.suggestion(ticket.ticket_no),
  })
  const entered = useRef(false)
  useEffect(() => {
    if (data === undefined || entered.current) return
    const { lead_unit, lead_unit_name } = data
    form.setFieldsValue({ lead_unit, lead_unit_name })
  }, [data, form])
  const enter = (): void => {
    entered.current = true
  }
  if (data === undefined) return { enter, note: t(isPending ? 'unit_looked_up' : 'unit_none') }
  const unit = { unit: data.lead_unit_name, level: tData('level', data.level) }
  return { enter, note: t(data.catch_all ? 'unit_catch_all' : 'unit_suggested', unit) }
}

/**
 * The unit the directory names comes preset and labelled as a suggestion. R-LIFE-5: what is not a community's duty is
 * not offered to one; it may only support.
 */
export function UnitFields({ ticket }: { ticket: TicketDetail }) {
  const form = Form.useFormInstance<LeadUnit>()
  const { enter, note } = useSuggestion(ticket)
  const units = useQuery({ queryKey: ['units'], queryFn: queueApi.units, staleTime: 60_000 })
  const guarded = ticket.community_duty === false
  const all = units.data?.units ?? []
  /** Without an entry in the directory the name is all there is. */
  const choose = (name: string, id?: string): void => {
    const known = id ?? all.find((unit) => unit.name === name)?.id
    form.setFieldsValue({ lead_unit: known ?? name })
  }
  const options = all.map(({ id, name, level }) => ({
    key: id,
    value: name,
    label: `${name} · ${tData('level', level)}`,
    disabled: guarded && LOWEST.includes(level),
  }))
  return (
    <>
      {guarded && <Alert type="info" showIcon title={t('community_guard')} />}
      <Form.Item
        name="lead_unit_name"
        label={t('lead_unit')}
        rules={[{ required: true, message: t('needed') }]}
        extra={note}
      >
        <AutoComplete
          options={options}
          placeholder={t('unit_hint')}
          showSearch={{ filterOption: (text, option) => (option?.label ?? '').includes(text) }}
          onFocus={enter}
          onChange={(name: string) => choose(name)}
          onSelect={(name: string, { key }) => choose(name, key)}
        />
      </Form.Item>
      <Form.Item name="lead_unit" hidden>
        <input type="hidden" />
      </Form.Item>
      <Form.Item name="co_units" label={t('co_units')} extra={t('co_units_hint')}>
        <Select
          mode="tags"
          maxCount={10}
          options={all.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
    </>
  )
}
