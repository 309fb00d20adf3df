import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { guardText } from './guard-driver.ts'

describe('the guard of the database driver', () => {
  it('fits the version that is installed, and changes nothing but the one function', () => {
    const path = fileURLToPath(
      new URL('../../node_modules/postgres/src/connection.js', import.meta.url),
    )
    const text = readFileSync(path, 'utf8')
    const guarded = guardText(text)
    const added = guarded.split('\n').filter((line) => !text.split('\n').includes(line))
    expect(guarded.split('\n').length).toBe(text.split('\n').length + 6)
    expect(added.join()).toContain('socket === null')
    expect(() => guardText(guarded)).toThrow('driver changed')
  })
})
