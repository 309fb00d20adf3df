/**
 * `<script src="…/widget.js" data-site-key="…" defer></script>`; README of this folder lists the attributes.
 * One button and one frame in a closed shadow root: the host page's styles do not reach in and ours do not reach out.
 */

/** A frame that has not spoken by now was refused: by the host's policy, by ours, or by the network. */
const READY_WITHIN_MS = 8000
const NARROW = '(max-width: 480px)'

type Widget = {
  origin: string
  options: DOMStringMap
  root: ShadowRoot
  host: HTMLElement
  button: HTMLButtonElement
  /** Always its own property: a host page may have put anything on every object. */
  frame: HTMLIFrameElement | undefined
}

function mount(source: HTMLScriptElement): void {
  const options = source.dataset
  const host = document.createElement('div')
  // Inline and important: whatever the host page says about every element does not hold here.
  host.style.setProperty('all', 'initial', 'important')
  host.style.setProperty('display', 'block', 'important')
  const root = host.attachShadow({ mode: 'closed' })
  const button = document.createElement('button')
  const { origin } = new URL(source.src)
  const widget: Widget = { origin, options, root, host, button, frame: undefined }
  button.type = 'button'
  style(button, {
    position: 'fixed',
    [edgeOf(options)]: '16px',
    bottom: '16px',
    zIndex: '2147483000',
    minHeight: '52px',
    maxWidth: 'calc(100vw - 32px)',
    padding: '0 20px',
    border: '2px solid #fff',
    borderRadius: '26px',
    background: options['color'] ?? '#0a5c8c',
    color: options['colorOnPrimary'] ?? '#fff',
    font: '600 16px system-ui,sans-serif',
    cursor: 'pointer',
    boxShadow: '0 4px 16px rgb(0 0 0/25%)',
  })
  button.addEventListener('click', () => show(widget, button.ariaExpanded !== 'true'))
  root.append(button)
  document.body.append(host)
  addEventListener('message', (event) => hear(widget, event))
  show(widget, options['open'] === 'true')
}

function show(widget: Widget, open: boolean): void {
  const { button, options } = widget
  if (open) widget.frame ??= addFrame(widget, edgeOf(options))
  if (widget.frame !== undefined) widget.frame.style.display = open ? 'block' : 'none'
  const changed = button.ariaExpanded === String(!open)
  button.ariaExpanded = String(open)
  button.textContent = open ? (options['close'] ?? '关闭') : (options['label'] ?? 'AI网格员')
  if (!changed) return
  if (open) widget.frame?.focus()
  else button.focus()
}

function edgeOf(options: DOMStringMap): 'left' | 'right' {
  return options['position'] === 'left' ? 'left' : 'right'
}

function addFrame(widget: Widget, edge: 'left' | 'right'): HTMLIFrameElement {
  const { options, origin } = widget
  const frame = document.createElement('iframe')
  const query = new URLSearchParams({ lang: options['lang'] ?? 'zh-CN' })
  if (options['siteKey'] !== undefined) query.set('key', options['siteKey'])
  frame.src = `${origin}/widget?${query}`
  frame.title = options['label'] ?? 'AI网格员'
  frame.allow = 'clipboard-write; microphone; geolocation'
  const narrow = matchMedia(NARROW).matches
  style(frame, {
    position: 'fixed',
    [edge]: narrow ? '0' : '16px',
    bottom: narrow ? '0' : '84px',
    zIndex: narrow ? '2147483001' : '2147483000',
    width: narrow ? '100%' : 'min(420px,calc(100vw - 32px))',
    height: narrow ? '100%' : 'min(720px,calc(100vh - 100px))',
    border: narrow ? '0' : '1px solid #d5dbe3',
    borderRadius: narrow ? '0' : '12px',
    background: '#fff',
    boxShadow: '0 4px 24px rgb(0 0 0/25%)',
  })
  widget.root.append(frame)
  setTimeout(() => {
    if (frame.dataset['ready'] === undefined && frame.isConnected) offerLink(widget, frame)
  }, READY_WITHIN_MS)
  return frame
}

/** The conversation opens in a page of its own instead of in an empty box. */
function offerLink(widget: Widget, frame: HTMLIFrameElement): void {
  const link = document.createElement('a')
  link.href = `${widget.origin}/`
  link.target = '_blank'
  link.rel = 'noopener'
  link.textContent = widget.options['newWindow'] ?? '在新窗口打开'
  for (const name of Array.from(frame.style)) {
    link.style.setProperty(name, frame.style.getPropertyValue(name))
  }
  style(link, {
    height: 'auto',
    padding: '20px',
    font: '16px system-ui,sans-serif',
    color: '#0a5c8c',
  })
  frame.replaceWith(link)
}

/** Only our own frame is listened to. */
function hear(widget: Widget, { source, origin, data }: MessageEvent): void {
  const { frame, options } = widget
  if (frame === undefined || source !== frame.contentWindow || origin !== widget.origin) return
  switch ((data as { type?: unknown } | null)?.type) {
    case 'grid-worker:ready':
      frame.dataset['ready'] = 'true'
      frame.contentWindow?.postMessage(
        {
          type: 'grid-worker:options',
          texts: pick(options, 'text'),
          colors: pick(options, 'color'),
          user: options['miniProgramUser'],
        },
        widget.origin,
      )
      break
    case 'grid-worker:close':
      show(widget, false)
      break
    case 'grid-worker:leave':
      widget.host.remove()
      break
  }
}

/** `data-text-greeting` → `greeting`, `data-color` → `primary`, `data-color-on-primary` → `on-primary`. */
function pick(options: DOMStringMap, prefix: 'text' | 'color'): Record<string, string> {
  const picked: Record<string, string> = {}
  for (const [name, value] of Object.entries(options)) {
    if (!name.startsWith(prefix) || value === undefined) continue
    const key = name
      .slice(prefix.length)
      .replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
      .slice(1)
    picked[key === '' ? 'primary' : key] = value
  }
  return picked
}

/** Set one by one through the object model: a strict style policy of the host page allows this, not a style attribute. */
function style(element: HTMLElement, rules: Partial<CSSStyleDeclaration>): void {
  Object.assign(element.style, rules)
}

// Last, because everything above must be defined when it runs.
const script = (document.currentScript ??
  document.querySelector('script[src*="/widget.js"]')) as HTMLScriptElement | null
if (script !== null) {
  if (document.body === null) addEventListener('DOMContentLoaded', () => mount(script))
  else mount(script)
}
