import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const ROOT = new URL('../../', import.meta.url)
const FILES = [
  ...['clarify', 'emergency', 'routes', 'sla', 'privacy', 'numbers'].map(
    (name) => `knowledge/tables/${name}.json`,
  ),
  'src/answering/locales/zh-CN.json',
  'src/widget/frame/locales/zh-CN.json',
  ...readdirSync(new URL('src/console/locales/', ROOT))
    .filter((name) => name.endsWith('.zh-CN.json'))
    .map((name) => `src/console/locales/${name}`),
]
/** Patterns and words to look for are no texts. */
const NO_TEXT = /^(?:pattern|offline_words|source)$/u
const HALF_WIDTH = /\p{Script=Han}\s?[,;:?!](?:\s?\p{Script=Han}|$)/u

function texts(value: unknown, key = ''): string[] {
  if (NO_TEXT.test(key)) return []
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, item]) =>
    texts(item, Array.isArray(value) ? key : name),
  )
}

describe('Chinese texts are set in Chinese punctuation', () => {
  it.each(FILES)('%s', (file) => {
    const all = texts(JSON.parse(readFileSync(new URL(file, ROOT), 'utf8')))
    expect(all.length).toBeGreaterThan(0)
    expect(all.filter((text) => HALF_WIDTH.test(text))).toEqual([])
  })
})
