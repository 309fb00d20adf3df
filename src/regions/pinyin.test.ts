import { describe, expect, it } from 'vitest'
import { listSoundAlikes } from './pinyin.ts'

describe('characters that sound alike', () => {
  it('the same but for the tone, the character itself left out', () => {
    const { same } = listSoundAlikes('主')
    expect(same).toContain('住')
    expect(same).not.toContain('主')
  })

  it('and those that many here say the same way: zh and z, n and l, with and without g', () => {
    expect(listSoundAlikes('诉').near).toContain('述')
    expect(listSoundAlikes('旅').near).toContain('女')
    expect(listSoundAlikes('新').near).toContain('星')
  })

  it('has nothing for what is no character', () => {
    expect(listSoundAlikes('a')).toEqual({ same: [], near: [] })
  })
})
