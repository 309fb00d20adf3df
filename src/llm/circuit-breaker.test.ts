import { describe, expect, it } from 'vitest'
import { fixedClock } from '../testing/ports.ts'
import { createCircuitBreaker } from './circuit-breaker.ts'

const PAUSE_MS = 30_000

function openBreaker() {
  const clock = fixedClock()
  const breaker = createCircuitBreaker(clock)
  for (let at = 0; at < 5; at += 1) {
    expect(breaker.tryEnter()).toBe(true)
    breaker.failed()
  }
  return { clock, breaker }
}

describe('the breaker of a model endpoint', () => {
  it('R-OPS-5: leaves an endpoint alone after five failures in a row', () => {
    const { clock, breaker } = openBreaker()
    expect(breaker.tryEnter()).toBe(false)
    clock.advance(PAUSE_MS - 1)
    expect(breaker.tryEnter()).toBe(false)
    expect(breaker.state).toBe('open')
  })

  it('a good answer in between begins the count anew', () => {
    const breaker = createCircuitBreaker(fixedClock())
    for (let at = 0; at < 12; at += 1) {
      if (at % 4 === 3) breaker.succeeded()
      else breaker.failed()
    }
    expect(breaker.tryEnter()).toBe(true)
  })

  it('lets one probe through after the pause, and the next when that one was left', () => {
    const { clock, breaker } = openBreaker()
    clock.advance(PAUSE_MS)
    expect([breaker.tryEnter(), breaker.tryEnter()]).toEqual([true, false])
    expect(breaker.state).toBe('probing')
    breaker.left()
    expect([breaker.tryEnter(), breaker.tryEnter()]).toEqual([true, false])
    breaker.succeeded()
    expect([breaker.tryEnter(), breaker.tryEnter()]).toEqual([true, true])
  })

  it('a probe that fails begins the pause anew', () => {
    const { clock, breaker } = openBreaker()
    clock.advance(PAUSE_MS)
    expect(breaker.tryEnter()).toBe(true)
    breaker.failed()
    clock.advance(PAUSE_MS - 1)
    expect(breaker.tryEnter()).toBe(false)
    clock.advance(1)
    expect(breaker.tryEnter()).toBe(true)
  })
})
