import { describe, expect, it } from 'vitest'
import { placeOfDraft, type SaidPlace } from './place.ts'

function draftInput(matter: string, divisionCode: string | null = null): SaidPlace {
  return { place: null, matter, words: [{ text: matter }], divisionCode }
}

describe('placeOfDraft', () => {
  it('fills the division the resident named, with the words', () => {
    expect(placeOfDraft(draftInput('武昌区水果湖街道东湖路5号路灯不亮'))).toMatchObject({
      code: '420106012',
      name: '武昌区水果湖街道',
      said: '武昌区水果湖街道东湖路5号',
    })
  })

  it('lets the named place win over where the conversation was opened', () => {
    expect(placeOfDraft(draftInput('洪山区珞南街道垃圾没人清', '420106')).code).toBe('420111001')
  })

  it('keeps where the conversation was opened when no place was named', () => {
    expect(placeOfDraft(draftInput('楼道灯坏了', '420106'))).toMatchObject({
      code: '420106',
      confidence: 0.8,
    })
  })

  it('leaves the field empty when the name has several meanings or none is known', () => {
    expect(placeOfDraft(draftInput('李集街道垃圾没人清')).code).toBeNull()
    expect(placeOfDraft(draftInput('楼道灯坏了')).code).toBeNull()
  })
})
