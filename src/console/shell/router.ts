import { useSyncExternalStore } from 'react'

const BASE = '/console'
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  globalThis.addEventListener('popstate', listener)
  return () => {
    listeners.delete(listener)
    globalThis.removeEventListener('popstate', listener)
  }
}

function here(): string {
  return location.pathname + location.search
}

/** Address of a page inside the console: `link('tickets', no)`. */
export function link(...parts: readonly string[]): string {
  return [BASE, ...parts.map(encodeURIComponent)].join('/')
}

export function go(to: string, mode: 'push' | 'replace' = 'push'): void {
  if (to === here()) return
  if (mode === 'push') history.pushState(null, '', to)
  else history.replaceState(null, '', to)
  for (const listener of listeners) listener()
}

export type Place = { parts: readonly string[]; query: URLSearchParams }

export function usePlace(): Place {
  const address = useSyncExternalStore(subscribe, here)
  const url = new URL(address, location.origin)
  const parts = url.pathname
    .slice(BASE.length)
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent)
  return { parts, query: url.searchParams }
}
