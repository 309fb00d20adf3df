import { useEffect, useState } from 'preact/hooks'

/** State that outlives the component which shows it: a card is drawn anew when the stored answer takes the live one's place. */
export class Kept<T> {
  readonly values = new Map<string, T>()
  readonly listeners = new Set<() => void>()
}

export function useKept<T>(
  kept: Kept<T>,
  key: string,
  initial: () => T,
): [T, (change: (now: T) => T) => void] {
  const [, redraw] = useState(0)
  useEffect(() => {
    const listener = (): void => redraw((count) => count + 1)
    kept.listeners.add(listener)
    return () => void kept.listeners.delete(listener)
  }, [kept])
  const now = (): T => kept.values.get(key) ?? initial()
  const change = (apply: (now: T) => T): void => {
    kept.values.set(key, apply(now()))
    for (const listener of kept.listeners) listener()
  }
  return [now(), change]
}
