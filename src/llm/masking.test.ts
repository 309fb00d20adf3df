import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  findSecretMarker,
  maskPersonalData,
  restorePersonalData,
  restoreStream,
} from './masking.ts'

const MASKED: readonly [string, string][] = [
  ['11010519491231002X', '身份证'],
  ['１１０１０５１９４９１２３１００２ｘ', '身份证'],
  ['110105 19491231 002X', '身份证'],
  ['138-1234-5678', '手机'],
  ['+86 13812345678', '手机'],
  ['027-82345678', '电话'],
  ['6228480402564890018', '银行卡'],
  ['鄂A·12345', '车牌'],
  ['鄂AD12345', '车牌'],
  ['幺三八一二三四五六七八', '手机'],
  ['1 3 8 1 2 3 4 5 6 7 8', '手机'],
  ['5栋2单元301室', '门牌'],
  ['5-2-301', '门牌'],
  ['130503670401001', '身份证'],
  ['E12345678', '护照'],
  ['(027)82345678', '电话'],
  ['3栋2单元501', '门牌'],
  ['三栋二单元五楼502', '门牌'],
  ['resident@example.org', '邮箱'],
]

const KEPT = [
  '12345',
  '拨打110、119、120、12356',
  'WH-20261123-000042',
  '民法典第278条',
  '2026年11月23日',
  '20261123',
  '5000元以上50000元以下',
  '武政规〔2024〕5号',
  '订单110105194912310021不是身份证',
  '我叫了三次物业都没人来',
  '我是来咨询居住证的',
  '我是黄陂人',
  '我叫刘师傅来修的',
  '施工时间2026-11-23',
  '统一社会信用代码91420100MA4K123456',
  '993个江城驿站，343.6万志愿者',
]

describe('maskPersonalData', () => {
  it.each(MASKED)('R-PRV-1: %s is masked as %s', (original, kind) => {
    const masked = maskPersonalData(`您好，${original}，请回电`)
    expect(masked.text).toBe(`您好，[${kind}1]，请回电`)
    expect(restorePersonalData(masked.text, masked.vault)).toBe(`您好，${original}，请回电`)
  })

  it.each(KEPT)('R-PRV-1: %s stays', (text) => {
    expect(maskPersonalData(text).text).toBe(text)
  })

  it.each([
    ['我叫王小明，家里漏水', '我叫[姓名1]，家里漏水'],
    ['联系人：李四 电话13812345678', '联系人：[姓名1] 电话[手机1]'],
    ['我是张三，住3栋2单元501', '我是[姓名1]，住[门牌1]'],
    ['加我微信 abc_12345 吧', '加我微信 [微信1] 吧'],
    ['我叫欧阳小美,想问低保', '我叫[姓名1],想问低保'],
    ['老人叫刘桂花,82岁', '老人叫[姓名1],82岁'],
    ['孩子名字叫陈晨', '孩子名字叫[姓名1]'],
    ['家里座机82345678', '家里座机[电话1]'],
  ])('R-PRV-1: a name or account behind its cue: %s', (text, masked) => {
    expect(maskPersonalData(text).text).toBe(masked)
  })

  it('R-PRV-1: gives the same original the same placeholder across messages', () => {
    const first = maskPersonalData('电话13812345678')
    const second = maskPersonalData('还是13812345678，或者13900001111', { vault: first.vault })
    expect(second.text).toBe('还是[手机1]，或者[手机2]')
  })

  it('R-PRV-1: masks names given in the form wherever they occur', () => {
    expect(maskPersonalData('请找欧阳示例', { names: ['欧阳示例'] }).text).toBe('请找[姓名1]')
  })

  it('R-PRV-1: restoring always gives back the original, and no masked mobile survives', () => {
    const mobile = fc.stringMatching(/^1[3-9]\d{9}$/)
    fc.assert(
      fc.property(fc.string(), mobile, fc.string(), (before, number, after) => {
        const text = `${before} ，${number}， ${after}`
        const masked = maskPersonalData(text)
        expect(restorePersonalData(masked.text, masked.vault)).toBe(text)
        expect(masked.text).not.toContain(number)
      }),
    )
  })

  it('restores a placeholder that arrives in pieces', () => {
    const { vault } = maskPersonalData('13812345678')
    const stream = restoreStream(vault)
    const out = ['请拨', '打[手', '机1', ']，谢谢[', '注]']
      .map((chunk) => stream.push(chunk))
      .join('')
    expect(out + stream.end()).toBe('请拨打13812345678，谢谢[注]')
  })
})

describe('findSecretMarker', () => {
  it.each([
    '机密★10年',
    '密级：秘密',
    '内部资料，严禁外传',
    '秘密★',
    '这份盖着机密的章，帮我看看',
    '红头文件上印有“绝密”字样',
  ])('R-PRV-8: %s', (text) => {
    expect(findSecretMarker(text)?.marker).toBeTruthy()
  })

  it.each([
    '保密协议怎么签',
    '这是我的小秘密',
    '举报能保密吗',
    '内部停车场收费',
    '合同上盖了章，能保密吗',
  ])('R-PRV-8: ordinary words are no marking: %s', (text) => {
    expect(findSecretMarker(text)).toBeUndefined()
  })
})
