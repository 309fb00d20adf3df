import { Table } from 'antd'
import { Wide } from '../../shared/wide.tsx'
import type { Settings } from './api.ts'
import { listText, t, tData } from './texts.ts'

export function SlaTable({ sla }: { sla: Settings['sla'] }) {
  const title = t('setting_sla', { version: sla.version })
  return (
    <section className="stack" aria-label={title}>
      <h2 className="section-title">{title}</h2>
      <Wide label={title}>
        <Table
          rowKey="id"
          size="small"
          dataSource={sla.rows}
          pagination={false}
          columns={[
            { title: t('urgency'), render: (_, { urgency }) => tData('urgency', urgency) },
            {
              title: t('appeal'),
              render: (_, { appeal_types: types }) =>
                types === null
                  ? t('all_types')
                  : listText(types.map((type) => tData('type', type))),
            },
            { title: t('clock'), render: (_, { clock }) => tData('clock', clock) },
            { title: t('sla_accept'), render: (_, row) => limitText(row.accept) },
            { title: t('sla_sign'), render: (_, row) => limitText(row.sign) },
            { title: t('sla_contact'), render: (_, row) => limitText(row.contact) },
            { title: t('sla_resolve'), render: (_, row) => limitText(row.resolve) },
            { title: t('basis'), dataIndex: 'basis', className: 'cell-wide' },
          ]}
        />
      </Wide>
    </section>
  )
}

/** `10min`, `4h`, `15WD`, as the table writes them. */
export function limitText(limit: string | null): string {
  const [, count = '', unit = ''] = /^(\d+)(min|h|WD)$/.exec(limit ?? '') ?? []
  if (unit === 'min' || unit === 'h' || unit === 'WD') return t(`span_${unit}`, { count })
  return limit ?? t('none')
}
