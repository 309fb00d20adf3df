import { useEffect, useState, useSyncExternalStore } from 'react'

/** `keys`: what `KeyboardEvent.key` says, alternatives split by `|`; `mod+…` for Ctrl or ⌘; `g q` for one after another. */
export type Shortcut = {
  keys: string
  label: string
  run: () => void
  /** Also while a field has the focus. */
  whileTyping?: boolean
}
export type ShortcutGroup = { title: string; shortcuts: readonly Shortcut[] }

const SEQUENCE_MS = 1_000
const groups = new Map<symbol, ShortcutGroup>()
const listeners = new Set<() => void>()
let snapshot: readonly ShortcutGroup[] = []

function changed(): void {
  snapshot = [...groups.values()]
  for (const listener of listeners) listener()
}

/** Everything that has a key now, for the help. */
export function useShortcutGroups(): readonly ShortcutGroup[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => snapshot,
  )
}

/** Live while the component is shown; of two with the same key the one shown last wins. */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[]): void {
  const [id] = useState(() => Symbol('shortcuts'))
  useEffect(() => {
    groups.set(id, { title, shortcuts })
    changed()
  })
  useEffect(
    () => () => {
      groups.delete(id)
      changed()
    },
    [id],
  )
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=button])'))
  )
}

/** A button or a link with the focus answers these two by itself. */
function isOwnKey(event: KeyboardEvent): boolean {
  return (
    (event.key === 'Enter' || event.key === ' ') &&
    event.target instanceof HTMLElement &&
    event.target.matches('a, button, summary, [role=tab], [role=option], [role=menuitem]')
  )
}

/** What lies above the page has the keys: Escape closes it, not the conversation below with what was typed there. */
const ABOVE =
  '.ant-modal-wrap, .ant-drawer-open, .ant-popover:not(.ant-popover-hidden), .ant-dropdown:not(.ant-dropdown-hidden)'

function isDialogOpen(): boolean {
  return [...document.querySelectorAll(ABOVE)].some(
    (element) => element instanceof HTMLElement && element.style.display !== 'none',
  )
}

function nameOf(event: KeyboardEvent): string | undefined {
  if (event.altKey) return undefined
  const mod = event.ctrlKey || event.metaKey
  return mod ? `mod+${event.key}` : event.key
}

function find(keys: string, typing: boolean): Shortcut | undefined {
  return snapshot
    .toReversed()
    .flatMap(({ shortcuts }) => shortcuts)
    .find((item) => item.keys.split('|').includes(keys) && (!typing || item.whileTyping === true))
}

/** One listener for the whole page; returns the function that takes it away. */
export function listenForShortcuts(): () => void {
  let before: { key: string; at: number } | undefined
  const press = (event: KeyboardEvent): void => {
    const name = nameOf(event)
    if (name === undefined || event.isComposing || event.defaultPrevented) return
    if (isOwnKey(event) || isDialogOpen()) return
    const typing = isTyping(event.target)
    const first = before !== undefined && event.timeStamp - before.at < SEQUENCE_MS ? before : null
    before = typing ? undefined : { key: name, at: event.timeStamp }
    const hit =
      (first === null ? undefined : find(`${first.key} ${name}`, typing)) ?? find(name, typing)
    if (hit === undefined) return
    event.preventDefault()
    before = undefined
    hit.run()
  }
  document.addEventListener('keydown', press)
  return () => document.removeEventListener('keydown', press)
}
