import { Alert, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import type { Me } from '../../shared/api.ts'
import { useAct } from '../../shared/use-act.ts'
import { knowledge, type Version } from './api.ts'
import { canEdit, canReview } from './rights.ts'
import { t } from './texts.ts'

type Props = { version: Version; me: Me }

export function VersionActions({ version, me }: Props) {
  const act = useAct()
  const open = ['pending_parse', 'unreadable', 'draft', 'submitted'].includes(version.state)
  if (!open || !canEdit(me)) return null
  return (
    <div className="bar">
      {version.state === 'draft' && <Submit version={version} />}
      {version.state === 'submitted' && <Decide version={version} me={me} />}
      <Button
        type="text"
        onClick={() => void act(() => knowledge.discard(version), t('discarded_done'))}
      >
        {t('discard')}
      </Button>
    </div>
  )
}

function Submit({ version }: { version: Version }) {
  const [note, setNote] = useState<string | null>(null)
  const act = useAct()
  const submit = async (): Promise<void> => {
    if (await act(() => knowledge.submit(version, note ?? ''), t('submitted_done'))) setNote(null)
  }
  return (
    <>
      <Button type="primary" onClick={() => setNote('')}>
        {t('submit_review')}
      </Button>
      <Modal
        open={note !== null}
        title={t('submit_review')}
        okText={t('submit')}
        onOk={() => void submit()}
        onCancel={() => setNote(null)}
      >
        <p className="hint">{t('submit_hint')}</p>
        <Input.TextArea
          aria-label={t('note')}
          placeholder={t('note')}
          maxLength={1000}
          value={note ?? ''}
          onChange={(event) => setNote(event.target.value)}
        />
      </Modal>
    </>
  )
}

function Decide({ version, me }: Props) {
  const [reason, setReason] = useState<string | null>(null)
  const act = useAct()
  const mine = version.authors.includes(me.id) || version.submittedBy === me.id
  if (mine || !canReview(me))
    return <Alert type="info" showIcon title={t(mine ? 'waits_second' : 'waits_reviewer')} />
  const sendBack = async (): Promise<void> => {
    const done = await act(() => knowledge.decide(version, 'send_back', reason ?? ''))
    if (done) setReason(null)
  }
  return (
    <>
      <Button
        type="primary"
        onClick={() =>
          void act(() => knowledge.decide(version, 'publish', ''), t('published_done'))
        }
      >
        {t('publish')}
      </Button>
      <Button onClick={() => setReason('')}>{t('send_back')}</Button>
      <Modal
        open={reason !== null}
        title={t('send_back')}
        okText={t('send_back')}
        okButtonProps={{ disabled: (reason ?? '').trim() === '' }}
        onOk={() => void sendBack()}
        onCancel={() => setReason(null)}
      >
        <Input.TextArea
          aria-label={t('reason')}
          placeholder={t('reason')}
          maxLength={1000}
          value={reason ?? ''}
          onChange={(event) => setReason(event.target.value)}
        />
      </Modal>
    </>
  )
}
