import { describe, expect, it } from 'vitest'
import { missingAnswerType } from './answer-type.ts'

describe('missingAnswerType', () => {
  it('R-KB-6: how many lifts were built is no answer to how much the subsidy is', () => {
    expect(
      missingAnswerType('武汉加装电梯补贴多少', ['武汉加装电梯累计2509台，惠及3.6万户。']),
    ).toBe('amount')
    expect(missingAnswerType('小哥公寓多少钱', ['月租最低300元。'])).toBeNull()
  })

  it('R-KB-6: opening hours and phone numbers must stand in a passage', () => {
    expect(missingAnswerType('最近的驿站营业到几点', ['武汉有993个江城驿站。'])).toBe('clock')
    expect(missingAnswerType('夜间施工几点到几点', ['禁止晚上十点到次日早晨六点施工。'])).toBeNull()
    expect(missingAnswerType('AI网格员电话多少', ['AI专属网格员提供全天服务。'])).toBe('phone')
  })

  it('asks nothing of other questions', () => {
    expect(missingAnswerType('物业能停水催费吗', ['不得停水。'])).toBeNull()
  })
})
