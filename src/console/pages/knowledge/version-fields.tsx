import { Button, Form, Input, Select } from 'antd'
import type { Me } from '../../shared/api.ts'
import { useAct } from '../../shared/use-act.ts'
import { knowledge, type Version } from './api.ts'
import { canEdit } from './rights.ts'
import { t, tData } from './texts.ts'

const LEVELS = [
  '法律',
  '行政法规',
  '司法解释',
  '地方性法规',
  '规章',
  '规范性文件',
  '指南',
  '新闻',
] as const
const DAYS = ['published_at', 'effective_from', 'effective_to', 'review_due'] as const
const NULLABLE: readonly string[] = [...DAYS, 'doc_no', 'source_url']

type Values = Record<string, string | null | undefined>

function shownValue(version: Version, name: string): string {
  const value = version.edits[name] ?? version.fields[name]
  return typeof value === 'string' ? value : ''
}

const NAMES = ['title', 'level', 'issuer', 'doc_no', 'jurisdiction', ...DAYS, 'source_url'] as const

export function VersionFields({ version, me }: { version: Version; me: Me }) {
  const act = useAct()
  const open = ['draft', 'submitted', 'unreadable'].includes(version.state) && canEdit(me)
  const initial: Values = Object.fromEntries(NAMES.map((name) => [name, shownValue(version, name)]))
  const save = (values: Values): void => {
    const changed = NAMES.filter((name) => (values[name] ?? '') !== (initial[name] ?? ''))
    if (changed.length === 0) return
    const edits = Object.fromEntries(
      changed.map((name) => {
        const value = (values[name] ?? '').trim()
        return [name, value === '' && NULLABLE.includes(name) ? null : value]
      }),
    )
    void act(() => knowledge.edit(version, edits), t('saved'))
  }
  return (
    <Form
      layout="vertical"
      className="card"
      disabled={!open}
      initialValues={initial}
      onFinish={save}
    >
      <Fields />
      {open && (
        <>
          <Button htmlType="submit">{t('save_fields')}</Button>
          <p className="hint">{t('save_hint')}</p>
        </>
      )}
    </Form>
  )
}

function Fields() {
  return (
    <>
      <Form.Item name="title" label={t('field_title')} rules={[{ required: true }]}>
        <Input maxLength={300} />
      </Form.Item>
      <Form.Item name="level" label={t('field_level')}>
        <Select options={LEVELS.map((value) => ({ value, label: tData('level', value) }))} />
      </Form.Item>
      <Form.Item name="issuer" label={t('field_issuer')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="doc_no" label={t('field_doc_no')}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item
        name="jurisdiction"
        label={t('field_jurisdiction')}
        extra={t('jurisdiction_hint')}
        rules={[{ pattern: /^\d{0,12}$/ }]}
      >
        <Input inputMode="numeric" placeholder={t('national')} />
      </Form.Item>
      <div className="day-grid">
        {DAYS.map((name) => (
          <Form.Item key={name} name={name} label={t(`field_${name}`)}>
            <Input type="date" />
          </Form.Item>
        ))}
      </div>
      <Form.Item name="source_url" label={t('field_source_url')}>
        <Input maxLength={2000} inputMode="url" />
      </Form.Item>
    </>
  )
}
