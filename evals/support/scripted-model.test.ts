import { describe, expect, it } from 'vitest'
import { copySentences, plantError, PLANTS, readPrompt, writeAnswer } from './scripted-model.ts'

const CONTENT = `今天是 2026-11-23。
<passages>
[S1] 《民法典》第九百四十六条(法律,2021-01-01)
业主依法定程序共同决定解聘物业的，应当提前六十日书面通知。
- 合同对通知期限另有约定的除外。
[S2] 《民法典》第九百四十四条(法律,2021-01-01)
物业不得用停止供电的方式催交物业费。
</passages>
<question>
解聘物业要提前几天通知
</question>`
const prompt = readPrompt(CONTENT)

describe('the scripted model', () => {
  it('reads the prompt as it is sent', () => {
    expect(prompt.question).toBe('解聘物业要提前几天通知')
    expect(prompt.passages.map(({ token, sentences }) => [token, sentences.length])).toEqual([
      ['S1', 2],
      ['S2', 1],
    ])
  })

  it('copies the passage about the question, with its token', () => {
    expect(copySentences(prompt).map(({ token }) => token)).toEqual(['S1', 'S1'])
    expect(copySentences({ ...prompt, question: '天气' })).toEqual([])
    expect(writeAnswer(prompt, 0)).toEqual({
      text: '业主依法定程序共同决定解聘物业的，应当提前六十日书面通知。[S1]\n- 合同对通知期限另有约定的除外。[S1]',
      planted: [],
    })
  })

  it.each(PLANTS)('plants a wrong %s whose marker no passage has', (kind) => {
    const [sentence] = copySentences(prompt)
    const error = sentence && plantError(kind, sentence, CONTENT)
    expect(error?.line).toContain(error?.marker)
    expect(CONTENT).not.toContain(error?.marker)
  })

  it('errs at its rate, and alike for the same question', () => {
    expect(writeAnswer(prompt, 1).planted).toHaveLength(2)
    expect(writeAnswer(prompt, 1)).toEqual(writeAnswer(prompt, 1))
  })
})
