import { App, Button, Input, Modal, Select, Space } from 'antd'
import { useState } from 'react'
import { Keys } from '../../shell/shortcut-help.tsx'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { queueApi, type QueueItem } from './api.ts'
import { shortNumber } from './short-number.ts'
import { t, tData } from './texts.ts'
import type { Later } from './use-later.ts'

type Action = 'accept' | 'dispatch' | 'merge' | 'reject'
type Props = {
  rows: readonly QueueItem[]
  later: Later
  onClear: () => void
  onMoved: () => void
}

const KEYS: Readonly<Record<Action, string>> = {
  accept: 'a',
  dispatch: 'd',
  merge: 'm',
  reject: 'r',
}
const ACTIONS = ['accept', 'dispatch', 'merge', 'reject'] as const

function useBulk({ rows, later, onClear, onMoved }: Props) {
  const { message } = App.useApp()
  const start = (action: Action, extra: Record<string, unknown> = {}): void => {
    const moved = rows.filter(({ ticket_no }) => ticket_no !== extra['parent_no'])
    const items = moved.map(({ ticket_no, version }) => ({ ticket_no, version }))
    onClear()
    later.start({
      label: t(`bulk_${action}`, { count: items.length }),
      nos: items.map(({ ticket_no }) => ticket_no),
      run: (leaving) => {
        queueApi
          .move({ action, items, ...extra }, leaving)
          .then(({ results }) => {
            const failed = results.filter(({ ok }) => !ok)
            for (const { ticket_no, error } of failed) {
              message.error(
                t('bulk_failed', {
                  no: shortNumber(ticket_no),
                  reason: tData('fault', error?.key ?? ''),
                }),
                8,
              )
            }
            onMoved()
          })
          .catch((error: Error) => message.error(error.message, 8))
      },
    })
  }
  return start
}

export function BulkBar(props: Props) {
  const { rows, onClear } = props
  const [asking, setAsking] = useState<'merge' | 'reject' | null>(null)
  const start = useBulk(props)
  const press = (action: Action): void => {
    if (action === 'merge' || action === 'reject') setAsking(action)
    else start(action)
  }
  useShortcuts(t('shortcuts_picked'), [
    ...ACTIONS.map((action) => ({
      keys: KEYS[action],
      label: t(action),
      run: () => press(action),
    })),
    { keys: 'Escape', label: t('clear_picked'), run: onClear, whileTyping: true },
  ])
  return (
    <div className="bulk" role="toolbar" aria-label={t('picked', { count: rows.length })}>
      <b>{t('picked', { count: rows.length })}</b>
      {ACTIONS.map((action) => (
        <Button key={action} size="small" onClick={() => press(action)}>
          {t(action)} <Keys keys={KEYS[action]} />
        </Button>
      ))}
      <Button size="small" type="text" onClick={onClear}>
        {t('clear_picked')}
      </Button>
      {asking !== null && (
        <Ask
          action={asking}
          rows={rows}
          onCancel={() => setAsking(null)}
          onDone={(extra) => {
            setAsking(null)
            start(asking, extra)
          }}
        />
      )}
    </div>
  )
}

type AskProps = {
  action: 'merge' | 'reject'
  rows: readonly QueueItem[]
  onCancel: () => void
  onDone: (extra: Record<string, unknown>) => void
}

/** The oldest one leads unless somebody says otherwise. */
function Ask({ action, rows, onCancel, onDone }: AskProps) {
  const oldest = rows.toSorted((a, b) => a.created_at.localeCompare(b.created_at))[0]
  const [parent, setParent] = useState(oldest?.ticket_no ?? '')
  const [reason, setReason] = useState(action === 'merge' ? t('reason_same_matter') : '')
  const done = (): void => {
    if (reason.trim() !== '')
      onDone({ reason, ...(action === 'merge' ? { parent_no: parent } : {}) })
  }
  return (
    <Modal
      open
      title={t(`bulk_${action}`, { count: rows.length })}
      okText={t(action)}
      okButtonProps={{
        disabled: reason.trim() === '' || rows.length < (action === 'merge' ? 2 : 1),
      }}
      onOk={done}
      onCancel={onCancel}
    >
      <Space orientation="vertical" className="wide">
        {action === 'merge' && (
          <label>
            {t('merge_into')}
            <Select
              className="wide"
              value={parent}
              onChange={setParent}
              options={rows.map(({ ticket_no, title }) => ({
                value: ticket_no,
                label: `${shortNumber(ticket_no)} ${title}`,
              }))}
            />
          </label>
        )}
        <label>
          {t('reason')}
          <Input
            autoFocus
            value={reason}
            maxLength={1000}
            onChange={(event) => setReason(event.target.value)}
            onPressEnter={done}
          />
        </label>
      </Space>
    </Modal>
  )
}
