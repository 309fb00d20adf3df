import { describe, expect, it } from 'vitest'
import { claimPreface } from './claim.ts'

const preface = (question: string, text: string) =>
  claimPreface(question, { title: '中华人民共和国示例法', articleNo: '第九条', text })

describe('claimPreface', () => {
  it.each([
    ['业委会解聘物业提前三十天通知就行，对吧', '应当提前六十日书面通知。'],
    ['堵消防通道个人罚五千块，没错吧', '个人处警告或者五百元以下罚款。'],
    ['换物业要九成业主同意，是吧', '参与表决的业主过半数同意。'],
  ])('R-KB-7: figures that differ are pointed at: %s', (question, text) => {
    expect(preface(question, text)).toBe('请以《示例法》第九条为准：')
  })

  it.each([
    ['物业可以停水催费，对吧', '物业不得停水。'],
    ['提前六十天通知就行，对吧', '应当提前六十日书面通知。'],
    ['噪声法第63条说晚上不准施工，你按那条给我解释', '禁止晚上十点到次日早晨六点施工。'],
  ])('R-KB-7: what is recorded stands beside the claim: %s', (question, text) => {
    expect(preface(question, text)).toBe('《示例法》第九条记载：')
  })

  it('says nothing before the answer to a question', () => {
    expect(preface('业委会解聘物业要提前几天', '应当提前六十日书面通知。')).toBe('')
  })
})
