import { useEffect, useRef, useState } from 'preact/hooks'
import type { DeletionReceipt } from '../../../protocol/privacy.ts'
import { t } from '../i18n.ts'

type Props = {
  hasTickets: boolean
  onCancel: () => void
  onConfirm: (withdraw: boolean) => Promise<void>
}

/** One plain question before what cannot be undone. */
export function DeletePanel({ hasTickets, onCancel, onConfirm }: Props) {
  const [withdraw, setWithdraw] = useState(false)
  const [busy, setBusy] = useState(false)
  const confirm = async (): Promise<void> => {
    setBusy(true)
    await onConfirm(withdraw)
    setBusy(false)
  }
  return (
    <div class="confirm" role="group" aria-label={t('privacy_delete')}>
      <p>{t('delete_ask')}</p>
      {hasTickets && (
        <>
          <p>{t('delete_tickets')}</p>
          <label class="check">
            <input
              type="checkbox"
              checked={withdraw}
              onChange={(event) => setWithdraw(event.currentTarget.checked)}
            />
            {t('delete_withdraw')}
          </label>
        </>
      )}
      <div class="row">
        <button type="button" class="danger" disabled={busy} onClick={() => void confirm()}>
          {busy ? t('loading') : t('delete_confirm')}
        </button>
        <button type="button" onClick={onCancel}>
          {t('cancel')}
        </button>
      </div>
    </div>
  )
}

export function ReceiptView({ receipt }: { receipt: DeletionReceipt }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section class="receipt">
      <h3 ref={heading} tabIndex={-1}>
        {t('receipt_title')}
      </h3>
      <p class="big-code">{receipt.receipt_no}</p>
      <p class="meta">{new Date(receipt.at).toLocaleString(document.documentElement.lang)}</p>
      <h4>{t('receipt_deleted')}</h4>
      <ul class="lines">
        {receipt.deleted.map(({ what, count }) => (
          <li key={what}>
            {what} · {count}
          </li>
        ))}
      </ul>
      <h4>{t('receipt_kept')}</h4>
      <ul class="lines">
        {receipt.kept.map(({ what, until, why }) => (
          <li key={what}>{t('receipt_kept_line', { what, until, why })}</li>
        ))}
      </ul>
      {receipt.tickets.length > 0 && (
        <p>{t('receipt_tickets', { numbers: receipt.tickets.join(' ') })}</p>
      )}
    </section>
  )
}
