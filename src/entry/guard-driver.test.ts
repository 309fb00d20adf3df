import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { guardText } from './guard-driver.ts'

describe('the guard of the database driver', () => {
  it.each([
    ['connection.js', 8],
    ['index.js', 5],
  ])('fits %s as it is installed, and adds %d lines', (file, lines) => {
    const path = fileURLToPath(new URL(`../../node_modules/postgres/src/${file}`, import.meta.url))
    const text = readFileSync(path, 'utf8')
    const guarded = guardText(file, text)
    expect(guarded.split('\n').length).toBe(text.split('\n').length + lines)
    expect(() => guardText(file, guarded)).toThrow('driver changed')
  })
})
