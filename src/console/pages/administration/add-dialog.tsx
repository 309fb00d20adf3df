import { Form, Modal } from 'antd'
import type { ReactNode } from 'react'
import { useAct } from '../../shared/use-act.ts'
import { t } from './texts.ts'

type Props<Values extends object> = {
  open: boolean
  title: string
  okText?: string
  initial: Partial<Values>
  onAdd: (values: Values) => Promise<void>
  onClose: () => void
  children: ReactNode
}

/** A form in a dialog that closes when what it adds was added, and keeps what was typed when it was not. */
export function AddDialog<Values extends object>(props: Props<Values>) {
  const { open, title, initial, onAdd, onClose, children } = props
  const [form] = Form.useForm<Values>()
  const act = useAct()
  const add = async (values: Values): Promise<void> => {
    if (await act(() => onAdd(values))) onClose()
  }
  return (
    <Modal
      open={open}
      title={title}
      okText={props.okText ?? t('add')}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        onFinish={(values) => void add(values)}
      >
        {children}
      </Form>
    </Modal>
  )
}
