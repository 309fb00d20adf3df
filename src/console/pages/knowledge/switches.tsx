import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Empty, Form, Input, Modal, Radio, Select, Skeleton } from 'antd'
import { useState } from 'react'
import type { Me } from '../../shared/api.ts'
import { momentText } from '../../shared/time.ts'
import { LoadError } from '../../shared/load-error.tsx'
import { useAct } from '../../shared/use-act.ts'
import { knowledge, type TopicSwitch } from './api.ts'
import { canSwitchOff, canSwitchOn } from './rights.ts'
import { t } from './texts.ts'

export function Switches({ me }: { me: Me }) {
  const [setting, setSetting] = useState(false)
  const query = useQuery({ queryKey: ['knowledge', 'switches'], queryFn: knowledge.switches })
  if (query.isPending) return <Skeleton active paragraph={{ rows: 4 }} />
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  const active = query.data.switches.filter(({ liftedAt }) => liftedAt === null)
  const former = query.data.switches.filter(({ liftedAt }) => liftedAt !== null)
  return (
    <div className="stack">
      <p className="hint">{t('switches_hint')}</p>
      {canSwitchOff(me) && (
        <div>
          <Button danger onClick={() => setSetting(true)}>
            {t('switch_off')}
          </Button>
        </div>
      )}
      {active.length === 0 ? (
        <Empty description={t('switches_empty')} />
      ) : (
        active.map((item) => <ActiveSwitch key={item.id} item={item} lift={canSwitchOn(me)} />)
      )}
      {former.length > 0 && <FormerSwitches former={former} />}
      <SwitchForm open={setting} onClose={() => setSetting(false)} />
    </div>
  )
}

function nameOf(item: TopicSwitch): string {
  return item.scope === 'all' ? t('everything') : item.name
}

function ActiveSwitch({ item, lift }: { item: TopicSwitch; lift: boolean }) {
  const act = useAct()
  return (
    <Alert
      type="warning"
      showIcon
      title={t('silent_now', { name: nameOf(item) })}
      description={
        <>
          {item.words.length > 0 && <p>{t('words_line', { words: item.words.join('、') })}</p>}
          <p>{t('reason_line', { reason: item.reason })}</p>
          <p className="hint">
            {t('set_by', { name: item.setByName, at: momentText(item.setAt) })}
          </p>
        </>
      }
      action={
        lift && (
          <Button onClick={() => void act(() => knowledge.liftSwitch(item.id), t('speaks_again'))}>
            {t('switch_on')}
          </Button>
        )
      }
    />
  )
}

function FormerSwitches({ former }: { former: TopicSwitch[] }) {
  return (
    <section>
      <h2 className="section-title">{t('former_switches')}</h2>
      <ul className="plain">
        {former.map((item) => (
          <li key={item.id}>
            {nameOf(item)} · {item.reason} ·{' '}
            {t('lifted_by', {
              name: item.liftedByName ?? '',
              at: item.liftedAt === null ? '' : momentText(item.liftedAt),
            })}
          </li>
        ))}
      </ul>
    </section>
  )
}

type Values = { scope: 'all' | 'topic'; name?: string; words?: string[]; reason: string }

function SwitchForm({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [form] = Form.useForm<Values>()
  const scope = Form.useWatch('scope', form)
  const act = useAct()
  const save = async (values: Values): Promise<void> => {
    if (await act(() => knowledge.setSwitch(values), t('silent_done'))) onClose()
  }
  return (
    <Modal
      open={open}
      title={t('switch_off')}
      okText={t('switch_off_now')}
      okButtonProps={{ danger: true }}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      <Form form={form} layout="vertical" initialValues={{ scope: 'topic' }} onFinish={save}>
        <Form.Item name="scope" label={t('scope')}>
          <Radio.Group
            options={[
              { value: 'topic', label: t('one_topic') },
              { value: 'all', label: t('everything') },
            ]}
          />
        </Form.Item>
        {scope === 'topic' && (
          <>
            <Form.Item name="name" label={t('topic_name')} rules={[{ required: true }]}>
              <Input maxLength={60} />
            </Form.Item>
            <Form.Item
              name="words"
              label={t('topic_words')}
              extra={t('topic_words_hint')}
              rules={[{ required: true }]}
            >
              <Select
                mode="tags"
                open={false}
                suffixIcon={null}
                tokenSeparators={['、', ',', ' ']}
              />
            </Form.Item>
          </>
        )}
        <Form.Item
          name="reason"
          label={t('reason')}
          extra={t('reason_shown')}
          rules={[{ required: true, min: 2 }]}
        >
          <Input.TextArea maxLength={200} autoSize={{ minRows: 2 }} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
