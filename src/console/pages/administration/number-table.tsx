import { Button, Form, Input, Popconfirm, Table } from 'antd'
import { useState } from 'react'
import { Mark } from '../../shared/mark.tsx'
import { useAct } from '../../shared/use-act.ts'
import { Wide } from '../../shared/wide.tsx'
import { AddDialog } from './add-dialog.tsx'
import { administration, type NumberFacts, type NumberRow, type Settings } from './api.ts'
import { t } from './texts.ts'

type Props = { numbers: Settings['numbers']; mayChange: boolean }

/** Help lines can be corrected; police, fire, ambulance and traffic police cannot. */
export function NumberTable({ numbers, mayChange }: Props) {
  const [edited, setEdited] = useState<NumberRow | null>(null)
  const title = t('setting_numbers', { version: numbers.version })
  return (
    <section className="stack" aria-label={title}>
      <h2 className="section-title">{title}</h2>
      <p className="hint">{t('numbers_hint')}</p>
      <Wide label={title}>
        <Table
          rowKey="number"
          size="small"
          dataSource={numbers.rows}
          pagination={false}
          columns={[
            { title: t('number'), render: (_, row) => <NumberName row={row} /> },
            { title: t('service_name'), dataIndex: 'name' },
            { title: t('hours'), dataIndex: 'hours' },
            { title: t('number_note'), dataIndex: 'note' },
            { title: t('verified_at'), render: (_, row) => row.verified_at ?? t('none') },
            { title: t('source'), dataIndex: 'source', className: 'cell-wide' },
            ...(mayChange
              ? [
                  {
                    title: t('actions'),
                    render: (_: unknown, row: NumberRow) => (
                      <NumberActions row={row} onEdit={() => setEdited(row)} />
                    ),
                  },
                ]
              : []),
          ]}
        />
      </Wide>
      {edited !== null && <NumberEditor row={edited} onClose={() => setEdited(null)} />}
    </section>
  )
}

function NumberName({ row }: { row: NumberRow }) {
  return (
    <>
      {row.number} {!row.enabled && <Mark>{t('number_off')}</Mark>}
      {row.shown === 'correction' && <Mark tone="ok">{t('number_corrected')}</Mark>}
      {row.corrected && row.shown === 'shipped' && (
        <Mark tone="warn">{t('number_unverified')}</Mark>
      )}
    </>
  )
}

function NumberActions({ row, onEdit }: { row: NumberRow; onEdit: () => void }) {
  const act = useAct()
  const { number } = row
  if (row.locked) return <span className="hint">{t('number_locked')}</span>
  return (
    <div className="bar">
      <Button size="small" aria-label={`${t('number_edit')}：${number}`} onClick={onEdit}>
        {t('number_edit')}
      </Button>
      {row.corrected && (
        <Popconfirm
          title={t('number_restore_ask')}
          okText={t('number_restore')}
          cancelText={t('keep')}
          onConfirm={() => act(() => administration.restoreNumber(number), t('number_restored'))}
        >
          <Button size="small" aria-label={`${t('number_restore')}：${number}`}>
            {t('number_restore')}
          </Button>
        </Popconfirm>
      )}
    </div>
  )
}

function NumberEditor({ row, onClose }: { row: NumberRow; onClose: () => void }) {
  const needed = { required: true, message: t('needed') }
  const { name, hours, note, source } = row
  const verified = row.shown === 'correction' ? row.verified_at : null
  return (
    <AddDialog<NumberFacts>
      open
      title={t('number_edit_title', { number: row.number })}
      okText={t('number_save')}
      initial={{ name, hours, note, source, verified_at: verified }}
      onAdd={async (values) => void (await administration.correctNumber(row.number, values))}
      onClose={onClose}
    >
      <Form.Item name="name" label={t('service_name')} rules={[needed]}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="hours" label={t('hours')}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="note" label={t('number_note')}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name="source" label={t('source')} rules={[needed]}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="verified_at" label={t('verified_at')} extra={t('number_verified_hint')}>
        <Input type="date" />
      </Form.Item>
    </AddDialog>
  )
}
