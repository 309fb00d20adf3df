import { Modal } from 'antd'
import { t } from '../shared/texts.ts'
import { useShortcutGroups } from './shortcuts.ts'

const SHOWN: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  Enter: '⏎',
  Escape: 'Esc',
  ' ': 'Space',
  mod: 'Ctrl',
}

export function Keys({ keys }: { keys: string }) {
  const first = keys.split('|')[0] ?? ''
  return (
    <span className="keys" aria-hidden="true">
      {first
        .split(/[ +](?=.)/)
        .map((key) => (key === '' ? ' ' : key))
        .map((key) => (
          <kbd key={key}>{SHOWN[key] ?? (/^[A-Z]$/.test(key) ? `⇧${key}` : key.toUpperCase())}</kbd>
        ))}
    </span>
  )
}

export function ShortcutHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const groups = useShortcutGroups()
  return (
    <Modal open={open} title={t('shortcuts')} footer={null} onCancel={onClose} width={640}>
      <div className="shortcut-help">
        {groups.map(({ title, shortcuts }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {shortcuts.map(({ keys, label }) => (
                <div key={keys}>
                  <dt>
                    <Keys keys={keys} />
                  </dt>
                  <dd>{label}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
