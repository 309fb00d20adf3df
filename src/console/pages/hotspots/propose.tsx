import { useQuery } from '@tanstack/react-query'
import { Form, Input, Modal, Select } from 'antd'
import type { Me } from '../../shared/api.ts'
import { useAct } from '../../shared/use-act.ts'
import { hotspots } from './api.ts'
import { t } from './texts.ts'

type Values = { category_code: string; division_code: string; plan: string }

/** 未诉先办: something is coming and nobody has complained yet. */
export function Propose({ me, onClose }: { me: Me; onClose: () => void }) {
  const [form] = Form.useForm<Values>()
  const act = useAct()
  const categories = useQuery({
    queryKey: ['categories'],
    queryFn: hotspots.categories,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const areas = useQuery({
    queryKey: ['own-areas', me.areaPrefixes],
    queryFn: () => ownAreas(me.areaPrefixes),
  })
  const send = async (values: Values): Promise<void> => {
    if (await act(() => hotspots.propose(values), t('proposed_done'))) onClose()
  }
  const rules = [{ required: true, message: t('needed') }]
  return (
    <Modal
      open
      title={t('propose')}
      okText={t('propose')}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="hint">{t('propose_hint')}</p>
      <Form
        form={form}
        layout="vertical"
        aria-label={t('propose')}
        onFinish={(values) => void send(values)}
      >
        <Form.Item name="category_code" label={t('category')} rules={rules}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            loading={categories.isPending}
            options={(categories.data?.categories ?? []).map(({ code, name }) => ({
              value: code,
              label: `${name} · ${code}`,
            }))}
          />
        </Form.Item>
        <Form.Item name="division_code" label={t('area')} rules={rules}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            loading={areas.isPending}
            options={(areas.data ?? []).map(({ code, name }) => ({ value: code, label: name }))}
          />
        </Form.Item>
        <Form.Item name="plan" label={t('plan')} rules={rules}>
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
      </Form>
    </Modal>
  )
}

/** What lies one level below one's own areas; a community is its own lowest. */
async function ownAreas(prefixes: readonly string[]): Promise<{ code: string; name: string }[]> {
  const lists = await Promise.all(prefixes.map((prefix) => hotspots.divisions(prefix.slice(0, 9))))
  return lists
    .flatMap(({ divisions }) => divisions)
    .filter(({ code }) => prefixes.some((own) => code.startsWith(own)))
}
