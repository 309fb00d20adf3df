import { describe, expect, it } from 'vitest'
import texts from '../../../knowledge/tables/emergency.json' with { type: 'json' }
import { assessEmergency, emergencyCard, EMERGENCY_KINDS } from '../../answering/emergency/index.ts'
import { emergencyInWords, emergencyOf } from './emergency.ts'

describe('R-EMG-3: the card without a network', () => {
  it.each(EMERGENCY_KINDS)('%s is the card the server would send', (kind) => {
    expect(emergencyOf(kind)).toEqual(emergencyCard(kind, false))
  })

  it.each(
    Object.entries(texts.kinds).flatMap(([kind, entry]) =>
      entry.offline_words.map((word) => [word, kind] as const),
    ),
  )('“%s” raises %s on the page as at the gate', (word, kind) => {
    expect(emergencyInWords(`喂，${word}！怎么办`)?.kind).toBe(kind)
    expect(assessEmergency(word).alarm?.kind).toBe(kind)
  })

  it('lets a word about dying lead, as the gate does', () => {
    expect(emergencyInWords('我刚被骗了，不想活了')?.kind).toBe('self_harm')
  })

  it.each([
    '燃气费怎么交',
    '消防通道被占了',
    '想死你了',
    '火锅店油烟',
    '电梯坏了没困人',
    '居住证怎么办',
  ])('stays silent on “%s” (R-EMG-2)', (text) => expect(emergencyInWords(text)).toBeUndefined())
})
