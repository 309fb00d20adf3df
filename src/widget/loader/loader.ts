/**
 * `<script src="…/widget.js" data-label="AI网格员" data-lang="zh-CN" data-color="#0a5c8c" defer></script>`
 * One button and one iframe in a shadow root: the host page's styles do not reach in and ours do not reach out.
 */
const script = document.currentScript as HTMLScriptElement | null
if (script !== null) mount(script)

function mount(source: HTMLScriptElement): void {
  const options = source.dataset
  const origin = new URL(source.src).origin
  const host = document.createElement('div')
  const root = host.attachShadow({ mode: 'closed' })
  const color = options['color'] ?? '#0a5c8c'
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = options['label'] ?? 'AI网格员'
  button.setAttribute('aria-expanded', 'false')
  style(button, {
    position: 'fixed',
    right: '16px',
    bottom: '16px',
    zIndex: '2147483000',
    minHeight: '52px',
    padding: '0 20px',
    border: '0',
    borderRadius: '26px',
    background: color,
    color: '#fff',
    font: '600 16px system-ui,sans-serif',
    cursor: 'pointer',
    boxShadow: '0 4px 16px rgb(0 0 0/25%)',
  })
  let frame: HTMLIFrameElement | undefined
  const toggle = (open: boolean): void => {
    frame ??= addFrame(
      root,
      `${origin}/widget?lang=${encodeURIComponent(options['lang'] ?? 'zh-CN')}`,
      button.textContent ?? '',
    )
    frame.style.display = open ? 'block' : 'none'
    button.setAttribute('aria-expanded', String(open))
    button.textContent = open ? (options['close'] ?? '关闭') : (options['label'] ?? 'AI网格员')
  }
  button.addEventListener('click', () => toggle(frame?.style.display !== 'block'))
  root.append(button)
  document.body.append(host)
}

function addFrame(root: ShadowRoot, url: string, title: string): HTMLIFrameElement {
  const frame = document.createElement('iframe')
  frame.src = url
  frame.title = title
  frame.allow = 'clipboard-write'
  style(frame, {
    position: 'fixed',
    right: '16px',
    bottom: '84px',
    zIndex: '2147483000',
    width: 'min(420px,calc(100vw - 32px))',
    height: 'min(720px,calc(100vh - 100px))',
    border: '1px solid #d5dbe3',
    borderRadius: '12px',
    background: '#fff',
    boxShadow: '0 4px 24px rgb(0 0 0/25%)',
  })
  root.append(frame)
  return frame
}

/** Set one by one through the object model: a strict style policy of the host page allows this, not a style attribute. */
function style(element: HTMLElement, rules: Partial<CSSStyleDeclaration>): void {
  Object.assign(element.style, rules)
}
