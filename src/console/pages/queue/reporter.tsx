import { App, Button, Input, Space } from 'antd'
import { useState } from 'react'
import { queueApi, type TicketDetail } from './api.ts'
import { t } from './texts.ts'

/** R-ROLE-2: the purpose first, then the identity; each reading is a row. */
export function Reporter({ ticket }: { ticket: TicketDetail }) {
  const { message } = App.useApp()
  const [asking, setAsking] = useState(false)
  const [purpose, setPurpose] = useState('')
  const [shown, setShown] = useState<string | null>(null)
  if (!ticket.has_reporter) return <>{t('reporter_anonymous')}</>
  if (shown !== null) return <b>{shown}</b>
  const show = (): void =>
    void queueApi
      .reporter(ticket.ticket_no, purpose)
      .then(({ name, phone }) => setShown([name, phone].filter(Boolean).join(' ')))
      .catch((error: Error) => message.error(error.message))
  if (!asking) {
    return (
      <span className="field-value">
        {t('reporter_sealed')}
        <Button size="small" onClick={() => setAsking(true)}>
          {t('reporter_show')}
        </Button>
      </span>
    )
  }
  return (
    <Space.Compact block>
      <Input
        autoFocus
        aria-label={t('reporter_purpose')}
        placeholder={t('reporter_purpose')}
        value={purpose}
        maxLength={200}
        onChange={(event) => setPurpose(event.target.value)}
        onPressEnter={show}
      />
      <Button disabled={purpose.trim() === ''} onClick={show}>
        {t('reporter_show')}
      </Button>
    </Space.Compact>
  )
}
