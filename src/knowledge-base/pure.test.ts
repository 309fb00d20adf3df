import { describe, expect, it } from 'vitest'
import { embedText } from '../retrieval/index.ts'
import { groupQuestions } from './group-questions.ts'
import { matchTopic } from './match-topic.ts'
import type { TopicSwitch } from './switch-store.ts'

const embedded = (text: string) => ({ text, vector: embedText(text) })
const groupsOf = (...texts: string[]) =>
  groupQuestions(texts.map(embedded)).map(({ items }) => items.map(({ text }) => text))

describe('R-KB-8: questions by meaning', () => {
  it.each([
    ['居住证怎么办', '怎么办理居住证'],
    ['加装电梯要多少户同意', '老小区装电梯多少业主同意才行'],
    ['低保怎么申请', '申请低保需要什么条件'],
    ['同一个问题', '同一个问题'],
  ])('%s and %s are one matter', (a, b) => expect(groupsOf(a, b)).toEqual([[a, b]]))

  it.each([
    ['居住证怎么办', '身份证丢了怎么办'],
    ['加装电梯要多少户同意', '电梯坏了谁来修'],
    ['养狗要登记吗', '流浪狗咬人怎么办'],
  ])('%s and %s are two', (a, b) => expect(groupsOf(a, b)).toEqual([[a], [b]]))

  it('most asked first', () => {
    const groups = groupsOf('身份证丢了怎么办', '居住证怎么办', '怎么办理居住证')
    expect(groups).toEqual([['居住证怎么办', '怎么办理居住证'], ['身份证丢了怎么办']])
    expect(groupQuestions([])).toEqual([])
  })
})

describe('a switched-off topic', () => {
  const row = (change: Partial<TopicSwitch>): TopicSwitch => ({
    id: 'tsw_1',
    scope: 'topic',
    name: '电梯',
    words: ['加装电梯'],
    reason: '修订中',
    setByName: '示例',
    setAt: new Date(0),
    liftedByName: null,
    liftedAt: null,
    ...change,
  })
  it.each([
    ['加装电梯要几户同意', '', true],
    ['加裝電梯要幾戶同意', '', true],
    ['装电梯几户同意', '既有住宅加装电梯条例\n第九条', true],
    ['电梯坏了谁修', '特种设备安全法', false],
  ])('%s on %s: %s', (question, source, covered) => {
    expect(matchTopic([row({})], { question, source }) !== undefined).toBe(covered)
  })

  it('the whole service comes before a topic', () => {
    const all = row({ id: 'tsw_2', scope: 'all', words: [] })
    const found = matchTopic([row({}), all], { question: '加装电梯', source: '' })
    expect(found?.id).toBe('tsw_2')
    expect(matchTopic([], { question: '加装电梯', source: '' })).toBeUndefined()
  })
})
