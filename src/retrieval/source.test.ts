import { describe, expect, it } from 'vitest'
import { articleKey, belongingPlaces, sourceKey, sourceKind } from './source.ts'

describe('sourceKey', () => {
  it.each([
    ['中华人民共和国民法典第二百七十八条', '民法典'],
    ['《中华人民共和国民法典》', '民法典'],
    ['民法典', '民法典'],
    ['中華人民共和國民法典', '民法典'],
    ['物业管理条例\n第三条\n第一章 总则', '物业管理条例'],
    [
      '最高人民法院关于适用《民法典》婚姻家庭编的解释（一）第一条',
      '最高人民法院关于适用民法典婚姻家庭编的解释(一)',
    ],
  ])('%s is %s', (title, key) => {
    expect(sourceKey(title)).toBe(key)
  })
})

describe('sourceKind', () => {
  it.each([
    ['中华人民共和国民法典', '法'],
    ['劳动合同法', '法'],
    ['物业管理条例', '条例'],
    ['人民检察院刑事诉讼规则(试行)', '规则'],
    ['最高人民法院关于审理旅游纠纷案件适用法律若干问题的规定', 'court'],
    ['武汉市低保申请办理指南', 'other'],
    ['武汉市物业管理条例', 'other'],
    ['湖北省物业服务和管理办法', 'other'],
    ['关于进一步做好就业工作的通知', 'other'],
    ['城市房地产管理法', '法'],
    ['民族区域自治法', '法'],
  ])('%s is of kind %s', (title, kind) => {
    expect(sourceKind(sourceKey(title))).toBe(kind)
  })
})

describe('articleKey', () => {
  it.each([
    ['中华人民共和国民法典第二百七十八条', undefined],
    ['民法典第278条', undefined],
    ['民法典', '第二百七十八条'],
    ['《中华人民共和国民法典》', '第278条'],
  ])('%s %s is one article, however written', (title, articleNo) => {
    expect(articleKey(title, articleNo)).toBe('民法典#第278条')
  })

  it('a branch of an article is another article', () => {
    expect(articleKey('刑法第二百七十四条之一')).toBe('刑法#第274.1条')
    expect(articleKey('刑法', '第274条之1')).toBe('刑法#第274.1条')
  })

  it('a guide has no article', () => {
    expect(articleKey('居住证办理指南', null)).toBeUndefined()
    expect(belongingPlaces('居住证办理指南')).toHaveLength(2)
    expect(belongingPlaces('民法典', '第一条')).toHaveLength(3)
  })
})
