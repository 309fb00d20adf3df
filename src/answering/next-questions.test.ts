import { describe, expect, it } from 'vitest'
import { nextQuestions } from './next-questions.ts'

const cited = (...relatedQuestions: string[]) => ({ relatedQuestions, cited: true })
const found = (...relatedQuestions: string[]) => ({ relatedQuestions, cited: false })

describe('next questions', () => {
  it('takes those of the cited passages first, then one of each other', () => {
    expect(
      nextQuestions('物业停水催费合法吗', [
        found('楼道能不能堆东西', '高空抛物谁赔'),
        cited('物业费能不能打折', '欠费多久会被起诉'),
      ]),
    ).toEqual(['物业费能不能打折', '欠费多久会被起诉', '楼道能不能堆东西'])
  })

  it('does not ask again what was asked, nor one thing twice', () => {
    expect(
      nextQuestions('老小区装电梯要多少户同意？', [
        cited('装电梯要多少户同意', '电梯的钱怎么分摊', '电梯的钱怎么分摊呢'),
      ]),
    ).toEqual(['电梯的钱怎么分摊'])
  })

  it('gives three at most, and none when there are none', () => {
    expect(nextQuestions('甲乙', [cited('一二', '三四', '五六', '七八')])).toHaveLength(3)
    expect(nextQuestions('甲乙', [cited(), found()])).toEqual([])
  })
})
