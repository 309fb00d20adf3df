import { describe, expect, it } from 'vitest'
import { splitMatters } from './matters.ts'

describe('R-TKT-2: matters that are counted out', () => {
  it.each([
    ['反映两件事，一个是楼道灯坏了，一个是门口堆着砖头', ['楼道灯坏了', '门口堆着砖头']],
    ['头一桩垃圾没人收,第二桩井盖翘起来了', ['垃圾没人收', '井盖翘起来了']],
    ['三个问题：路灯不亮、井盖响、绿化带里全是垃圾', ['路灯不亮', '井盖响', '绿化带里全是垃圾']],
  ])('%s', (text, items) => {
    const matters = splitMatters(text)
    expect(matters.map((matter) => matter.text)).toEqual(items)
    expect(matters.every(({ kind }) => kind === 'report')).toBe(true)
    expect(items.every((item) => text.includes(item))).toBe(true)
  })

  it.each(['反映一件事，楼道灯坏了', '我们一家五口住这里，楼上漏水', '两个问题：井盖响'])(
    '%s stays one',
    (text) => {
      expect(splitMatters(text)).toHaveLength(1)
    },
  )
})
