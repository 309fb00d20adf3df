import { describe, expect, it } from 'vitest'
import { guessJurisdiction, guessLevel, isPressReport } from './guess-source.ts'

describe('what a document is, where its front matter is silent', () => {
  it.each([
    ['中华人民共和国民法典', '法律'],
    ['宪法修正案（1999年）', '法律'],
    ['物业管理条例', '行政法规'],
    ['最高人民法院关于审理物业服务纠纷案件适用法律若干问题的解释', '司法解释'],
    ['上海市物业管理规定', '地方性法规'],
    ['化妆品生产经营监督管理办法', '规章'],
    ['关于做好停水工作的通知', '规范性文件'],
    ['办事指南', '指南'],
  ])('%s is %s', (title, level) => {
    expect(guessLevel(title)).toBe(level)
  })

  it('the category of a collection stands before the name', () => {
    expect(guessLevel('国务院关于职工工作时间的规定', '行政法规')).toBe('行政法规')
  })

  it.each([
    ['上海市养犬管理条例', '31'],
    ['武汉市物业管理条例', '4201'],
    ['湖北省消防条例', '42'],
    ['深圳经济特区物业管理条例', '4403'],
    ['中华人民共和国民法典', undefined],
    ['北京大学校庆', undefined],
    ['上海合作组织反恐怖主义公约', undefined],
  ])('%s applies in %s', (title, place) => {
    expect(guessJurisdiction(title)).toBe(place)
  })

  it('R-KB-4: a signed report is press, a guide is not', () => {
    expect(isPressReport(`正文\n文字：长江日报记者 示例`)).toBe(true)
    expect(isPressReport('到派出所申领居住证。')).toBe(false)
  })
})
