import { useEffect, useState } from 'preact/hooks'
import { setOverrides } from './i18n.ts'

/** True inside the loader's frame; who may frame this page is the server's decision, by site key. */
export const isEmbedded = window.parent !== window

type Options = { texts: Record<string, string>; colors: Record<string, string>; user?: unknown }

let user: string | null = null

/** Whom the mini-program around the embedding page knows its visitor as, if that page said so. */
export function userOfHost(): string | null {
  return user
}

/** What a machine says must be marked as such: these words are not the operator's to change (R-LBL-1, -3, -4). */
const FIXED = /^(?:label_|who_|notice$|copy_footer$|spoken_label$)/

export function tellHost(type: 'ready' | 'close' | 'leave'): void {
  if (isEmbedded) window.parent.postMessage({ type: `grid-worker:${type}` }, '*')
}

/** Texts, colours and user of the embedding page. They come from nobody else: not from an address, where a stranger could write them. */
export function useHostOptions(): void {
  const [, redraw] = useState(0)
  useEffect(() => {
    const onMessage = ({ source, data }: MessageEvent): void => {
      if (!isEmbedded || source !== window.parent || !isOptions(data)) return
      setOverrides(
        Object.fromEntries(Object.entries(data.texts).filter(([key]) => !FIXED.test(key))),
      )
      applyColors(data.colors)
      user = typeof data.user === 'string' ? data.user : null
      redraw((n) => n + 1)
    }
    addEventListener('message', onMessage)
    tellHost('ready')
    return () => removeEventListener('message', onMessage)
  }, [])
}

function isOptions(data: unknown): data is Options {
  if (typeof data !== 'object' || data === null || !('type' in data)) return false
  return (
    data.type === 'grid-worker:options' &&
    'texts' in data &&
    'colors' in data &&
    isTextMap(data.texts) &&
    isTextMap(data.colors)
  )
}

function isTextMap(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((text) => typeof text === 'string')
  )
}

/** The names are those of tokens.css. A colour of one's own brings its soft shade along. */
function applyColors(colors: Record<string, string>): void {
  const { style } = document.documentElement
  for (const [name, color] of Object.entries(colors)) {
    if (!/^[a-z0-9-]{1,20}$/.test(name) || !CSS.supports('color', color)) continue
    style.setProperty(`--gw-${name}`, color)
    if (name === 'primary' && !('primary-soft' in colors)) {
      style.setProperty('--gw-primary-soft', `color-mix(in srgb, ${color} 12%, var(--gw-surface))`)
    }
  }
}
