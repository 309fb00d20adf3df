import { render } from 'preact'
import { App } from './app.tsx'
import './styles/index.css'

const root = document.getElementById('app')
if (root !== null) {
  root.replaceChildren()
  render(<App />, root)
  keepForOffline()
}

/** After the page is drawn, and only a help: where it may not be kept, it works as long as there is a network. */
function keepForOffline(): void {
  if (!('serviceWorker' in navigator)) return
  const register = (): void =>
    void navigator.serviceWorker.register('/sw.js').catch(() => undefined)
  if (document.readyState === 'complete') register()
  else addEventListener('load', register, { once: true })
}
