import { describe, expect, it } from 'vitest'
import en from '../../locales/knowledge.en.json' with { type: 'json' }
import zh from '../../locales/knowledge.zh-CN.json' with { type: 'json' }
import { LEVELS } from '../../../retrieval/levels.ts'

describe('the level of a document on the desk', () => {
  it.each(LEVELS)('R-KB-1: %s reads in the language of the page', (level) => {
    const [chinese, english] = [zh, en].map((t: Record<string, string>) => t[`level_${level}`])
    expect(chinese).toBe(level)
    expect(english).toMatch(/^[A-Z][a-z ]+$/)
  })
})
