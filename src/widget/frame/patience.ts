const STEPS_MS = [500, 1000, 2000, 4000, 8000, 15_000]

/** Waits between tries, longer each time; short again as soon as the network or the page comes back. */
export class Patience {
  private step = 0
  private readonly hurried = new Set<() => void>()

  constructor() {
    addEventListener('online', () => this.hurry())
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.hurry()
    })
  }

  /** Something arrived: the next wait is short. */
  renew(): void {
    this.step = 0
  }

  hurry(): void {
    this.renew()
    for (const go of this.hurried) go()
  }

  wait(signal: AbortSignal): Promise<void> {
    const ms = STEPS_MS[Math.min(this.step, STEPS_MS.length - 1)]
    this.step += 1
    return new Promise((settle) => {
      const go = (): void => {
        clearTimeout(timer)
        this.hurried.delete(go)
        signal.removeEventListener('abort', go)
        settle()
      }
      const timer = setTimeout(go, ms)
      this.hurried.add(go)
      signal.addEventListener('abort', go, { once: true })
    })
  }
}
