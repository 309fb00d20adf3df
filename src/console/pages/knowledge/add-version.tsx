import { Button, Form, Input, Modal, Segmented, Upload } from 'antd'
import { useState } from 'react'
import { useAct } from '../../shared/use-act.ts'
import { go, link } from '../../shell/router.ts'
import { knowledge, type Version } from './api.ts'
import { t } from './texts.ts'

type Kind = 'file' | 'url' | 'text'
export type Prefill = { title: string; text: string; gapIds: string[] }
type Props = {
  open: boolean
  replaces: string | null
  prefill?: Prefill
  onClose: () => void
}

export function AddVersion({ open, replaces, prefill, onClose }: Props) {
  const [kind, setKind] = useState<Kind>(prefill === undefined ? 'file' : 'text')
  const act = useAct()
  const run = async (work: () => Promise<Version>): Promise<void> => {
    let made: Version | undefined
    const done = await act(async () => {
      made = await work()
    })
    if (!done || made === undefined) return
    onClose()
    go(link('knowledge', 'versions', made.id))
  }
  return (
    <Modal
      open={open}
      title={t(replaces === null ? 'add_document' : 'new_version')}
      footer={null}
      onCancel={onClose}
      destroyOnHidden
    >
      <div className="stack">
        <p className="hint">{t('add_hint')}</p>
        {prefill === undefined && (
          <Segmented<Kind>
            block
            value={kind}
            onChange={setKind}
            options={[
              { value: 'file', label: t('from_file') },
              { value: 'url', label: t('from_url') },
              { value: 'text', label: t('from_text') },
            ]}
          />
        )}
        {kind === 'file' && (
          <FileSource onFile={(file) => run(() => knowledge.upload(file, replaces))} />
        )}
        {kind === 'url' && (
          <UrlSource onUrl={(url) => run(() => knowledge.start({ kind: 'url', url, replaces }))} />
        )}
        {kind === 'text' && (
          <TextSource
            prefill={prefill}
            onText={(title, text) => {
              const gap_ids = prefill?.gapIds ?? []
              return run(() => knowledge.start({ kind: 'text', title, text, replaces, gap_ids }))
            }}
          />
        )}
      </div>
    </Modal>
  )
}

function FileSource({ onFile }: { onFile: (file: File) => Promise<void> }) {
  const [busy, setBusy] = useState(false)
  return (
    <Upload.Dragger
      accept=".pdf,.docx,.html,.htm,.md,.markdown,.txt"
      showUploadList={false}
      disabled={busy}
      beforeUpload={(file: File) => {
        setBusy(true)
        void onFile(file).finally(() => setBusy(false))
        return Upload.LIST_IGNORE
      }}
    >
      <p className="drop-title">{t(busy ? 'reading_file' : 'drop_file')}</p>
      <p className="hint">{t('file_kinds')}</p>
    </Upload.Dragger>
  )
}

function UrlSource({ onUrl }: { onUrl: (url: string) => Promise<void> }) {
  const [busy, setBusy] = useState(false)
  const fetchPage = ({ url }: { url: string }): void => {
    setBusy(true)
    void onUrl(url.trim()).finally(() => setBusy(false))
  }
  return (
    <Form layout="vertical" onFinish={fetchPage}>
      <Form.Item name="url" label={t('address')} rules={[{ required: true, type: 'url' }]}>
        <Input placeholder="https://" inputMode="url" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>
        {t('fetch')}
      </Button>
    </Form>
  )
}

type TextProps = {
  prefill: Prefill | undefined
  onText: (title: string, text: string) => Promise<void>
}

function TextSource({ prefill, onText }: TextProps) {
  const [busy, setBusy] = useState(false)
  const save = ({ title, text }: { title: string; text: string }): void => {
    setBusy(true)
    void onText(title, text).finally(() => setBusy(false))
  }
  return (
    <Form layout="vertical" onFinish={save} initialValues={prefill ?? {}}>
      <Form.Item name="title" label={t('field_title')} rules={[{ required: true }]}>
        <Input maxLength={300} />
      </Form.Item>
      <Form.Item name="text" label={t('article_text')} rules={[{ required: true }]}>
        <Input.TextArea autoSize={{ minRows: 6, maxRows: 16 }} maxLength={200_000} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>
        {t('save_draft')}
      </Button>
    </Form>
  )
}
