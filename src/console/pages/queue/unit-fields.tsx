import { useQuery } from '@tanstack/react-query'
import { Alert, AutoComplete, Form, Select } from 'antd'
import { useEffect } from 'react'
import { queueApi, type TicketDetail } from './api.ts'
import { t, tData } from './texts.ts'

const LOWEST = ['grid', 'community']

/**
 * The unit the directory names comes preset and labelled as a suggestion. R-LIFE-5: what is not a community's duty is
 * not offered to one; it may only support.
 */
export function UnitFields({ ticket }: { ticket: TicketDetail }) {
  const form = Form.useFormInstance()
  const suggestion = useQuery({
    queryKey: ['suggestion', ticket.ticket_no, ticket.version],
    queryFn: () => queueApi.suggestion(ticket.ticket_no),
  })
  const units = useQuery({ queryKey: ['units'], queryFn: queueApi.units, staleTime: 60_000 })
  const suggested = suggestion.data
  useEffect(() => {
    if (suggested !== undefined && form.getFieldValue('lead_unit') === undefined) {
      form.setFieldsValue({
        lead_unit: suggested.lead_unit,
        lead_unit_name: suggested.lead_unit_name,
      })
    }
  }, [suggested, form])
  const guarded = ticket.community_duty === false
  const all = units.data?.units ?? []
  const nameOf = (id: string): string => all.find((unit) => unit.id === id)?.name ?? id
  const options = all.map(({ id, name, level }) => ({
    value: id,
    label: `${name} · ${tData('level', level)}`,
    disabled: guarded && LOWEST.includes(level),
  }))
  return (
    <>
      {guarded && <Alert type="info" showIcon title={t('community_guard')} />}
      <Form.Item
        name="lead_unit"
        label={t('lead_unit')}
        rules={[{ required: true, message: t('needed') }]}
        extra={
          suggested === undefined
            ? undefined
            : t(suggested.catch_all ? 'unit_catch_all' : 'unit_suggested', {
                unit: suggested.lead_unit_name,
                level: tData('level', suggested.level),
              })
        }
      >
        <AutoComplete
          options={options}
          placeholder={t('unit_hint')}
          showSearch={{ filterOption: (text, option) => (option?.label ?? '').includes(text) }}
          onChange={(id: string) => form.setFieldsValue({ lead_unit_name: nameOf(id) })}
        />
      </Form.Item>
      <Form.Item name="lead_unit_name" hidden>
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
