/** In-process signal with no memory: a waiter that comes after the notify waits for the next one or its timeout. */
export function createWakeup(): {
  notify(topic: string): void
  wait(topic: string, timeoutMs: number, signal?: AbortSignal): Promise<void>
} {
  const waiters = new Map<string, Set<() => void>>()
  return {
    notify(topic) {
      const set = waiters.get(topic)
      if (set === undefined) return
      waiters.delete(topic)
      for (const wake of set) wake()
    },
    wait(topic, timeoutMs, signal) {
      return new Promise((settle) => {
        const set = waiters.get(topic) ?? new Set()
        waiters.set(topic, set)
        const wake = (): void => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', wake)
          set.delete(wake)
          if (set.size === 0 && waiters.get(topic) === set) waiters.delete(topic)
          settle()
        }
        const timer = setTimeout(wake, timeoutMs)
        signal?.addEventListener('abort', wake, { once: true })
        set.add(wake)
        if (signal?.aborted === true) wake()
      })
    },
  }
}
