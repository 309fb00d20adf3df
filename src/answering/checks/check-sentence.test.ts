import { describe, expect, it } from 'vitest'
import { checkPromises } from './promises.ts'
import { checkSentence } from './check-sentence.ts'
import { findFacts } from './quantities.ts'
import { missingConditions } from './missing-conditions.ts'

const CIVIL_278 =
  '民法典 第二百七十八条 决定前款规定事项,应当由专有部分面积占比三分之二以上的业主且人数占比三分之二以上的业主参与表决。决定前款第六项至第八项规定的事项,应当经参与表决专有部分面积四分之三以上的业主且参与表决人数四分之三以上的业主同意。'
const NOISE_572 =
  '生态环境法典 第五百七十二条 在噪声敏感建筑物集中区域,禁止夜间进行产生噪声的建筑施工作业。夜间,是指晚上十点至次日早晨六点之间的期间。'
const FIRE_60 =
  '消防法 第六十条 单位违反本法规定,占用、堵塞、封闭消防车通道的,责令改正,处五千元以上五万元以下罚款;个人处警告或者五百元以下罚款。'
const PETITION =
  '信访工作条例 第三十四条 应当自受理之日起60日内办结;情况复杂的,经本机关、单位负责人批准,可以适当延长办理期限,但延长期限不得超过30日,并告知信访人延期理由。'
const RESIDENCE =
  '居住证暂行条例 第九条 公安机关应当自受理之日起15日内制作发放居住证;在偏远地区,可以延长制作发放时限,但延长后最长不得超过30日。2016年1月1日起施行。'
const PRESS =
  '长江日报 2025年12月 全市建成江城驿站993个,武昌微邻里81万人,占67%,加装电梯2509台,惠及3.6万户,小哥公寓最低300元/月。'

const STATED: readonly [string, string][] = [
  ['要有2/3以上的业主参与表决。', CIVIL_278],
  ['参与的业主中,3/4以上同意才行[S1]。', CIVIL_278],
  ['依据民法典第278条。', CIVIL_278],
  ['参与表决的要占到66.666667%以上。', CIVIL_278],
  ['夜间22:00到次日6:00不能施工。', NOISE_572],
  ['晚上10点到早上6点不能施工。', NOISE_572],
  ['夜里十点到第二天清晨六点不能施工。', NOISE_572],
  ['单位罚5000元到5万元,个人警告或500元以下。', FIRE_60],
  ['单位处5千元以上50,000元以下罚款。', FIRE_60],
  ['六十天内办结,最多延长三十天。', PETITION],
  ['60日内办结。', PETITION],
  ['信访工作条例第34条规定60日。', PETITION],
  ['公安局15天内发证。', RESIDENCE],
  ['自2016年1月1日起施行。', RESIDENCE],
  ['派出所会在十五日内办好,最长30天。', RESIDENCE],
  ['江城驿站有993个,加装电梯2509台。', PRESS],
  ['惠及36000户,微邻里81 万人,占67%。', PRESS],
  ['小哥公寓最低每月300元。', PRESS],
  ['据《长江日报》2025年12月报道。', `《长江日报》${PRESS}`],
  ['您可以先去问一问。', PRESS],
  ['一个人带一份申请就行。', RESIDENCE],
]

const NOT_STATED: readonly [string, string, string][] = [
  ['要有3/5以上的业主参与。', CIVIL_278, 'fraction'],
  ['半数业主同意就行。', CIVIL_278, 'fraction'],
  ['依据民法典第287条。', CIVIL_278, 'article'],
  ['夜间23点到6点不能施工。', NOISE_572, 'time'],
  ['单位罚5万元到50万元。', FIRE_60, 'amount'],
  ['个人罚200元。', FIRE_60, 'amount'],
  ['60个工作日内办结。', PETITION, 'duration'],
  ['60个月内办结。', PETITION, 'duration'],
  ['90日内办结。', PETITION, 'duration'],
  ['街道办事处15日内发证。', RESIDENCE, 'body'],
  ['自2017年1月1日起施行。', RESIDENCE, 'date'],
  ['请拨打027-12345678咨询。', RESIDENCE, 'phone'],
  ['请拨打12333咨询。', RESIDENCE, 'phone'],
  ['江城驿站有939个。', PRESS, 'number'],
  ['加装电梯2590台。', PRESS, 'number'],
  ['占76%。', PRESS, 'fraction'],
  ['根据《武汉市加装电梯条例》办理。', CIVIL_278, 'body'],
  ['向武昌区房产测绘中心的示例管理处申请。', CIVIL_278, 'body'],
]

describe('checkSentence', () => {
  it.each(STATED)('R-KB-3: stands in the passage: %s', (sentence, passage) => {
    expect(checkSentence(sentence, [passage]).failed).toEqual([])
  })

  it.each(NOT_STATED)('R-KB-3: does not stand in the passage: %s', (sentence, passage, kind) => {
    const result = checkSentence(sentence, [passage])
    expect(result.ok).toBe(false)
    expect(result.failed.map((claim) => claim.kind)).toContain(kind)
  })

  it('reads full-width and traditional text as the plain one', () => {
    expect(checkSentence('\uff16\uff10日內辦結。', [PETITION]).ok).toBe(true)
  })

  it('lets a number of the verified table stand without a passage', () => {
    expect(checkSentence('请拨打12345核实。', [RESIDENCE]).ok).toBe(false)
    expect(checkSentence('请拨打12345核实。', [RESIDENCE], { allowedNumbers: ['12345'] }).ok).toBe(
      true,
    )
  })

  it('R-KB-7: a figure of the question may be repeated only where it is denied', () => {
    const question = '信访30天必须办结,还是90天?'
    expect(checkSentence('不是90天,是60日。', [PETITION], { question }).ok).toBe(true)
    expect(checkSentence('90天内必须办结。', [PETITION], { question }).ok).toBe(false)
  })

  it('checks against the cited passages only', () => {
    expect(checkSentence('60日内办结。', [RESIDENCE]).ok).toBe(false)
    expect(checkSentence('60日内办结。', [RESIDENCE, PETITION]).ok).toBe(true)
  })
})

describe('findFacts', () => {
  it.each([
    ['二十日', '20日'],
    ['20日', '20天'],
    ['三分之二', '2/3'],
    ['百分之六十七', '67%'],
    ['三万六千元', '3.6万元'],
    ['第二百七十八条', '第278条'],
    ['二〇二六年七月一日', '2026年7月1日'],
    ['2026-07-01', '2026年7月1日'],
    ['一年', '12个月'],
    ['晚上十点', '22:00'],
    ['72小时', '七十二小时'],
    ['过半数', '二分之一'],
    ['1,200元', '一千二百元'],
  ])('%s states the same as %s', (a, b) => {
    expect(findFacts(a).map((fact) => fact.key)).toEqual(findFacts(b).map((fact) => fact.key))
    expect(findFacts(a)).toHaveLength(1)
  })

  it.each([
    ['20日', '20个工作日'],
    ['2年', '2个月'],
    ['2倍', '2/3'],
    ['5万元', '5千元'],
  ])('%s does not state %s', (a, b) => {
    expect(findFacts(a)[0]?.key).not.toBe(findFacts(b)[0]?.key)
  })
})

describe('missingConditions', () => {
  it('warns of the exception that was left out, and not of the one that was said', () => {
    const question = '信访多少天办结?'
    const left = missingConditions('受理后60日内办结。', question, [PETITION])
    expect(left.map((item) => item.text).join()).toContain('不得超过30日')
    const told =
      '受理后60日内办结;情况复杂的,经负责人批准可以延长,延长期限不得超过30日,并告知信访人理由。'
    expect(missingConditions(told, question, [PETITION])).toEqual([])
  })

  it('leaves passages alone that have nothing to do with the question', () => {
    expect(missingConditions('可以申请。', '广场舞太吵怎么办', [PETITION])).toEqual([])
  })
})

describe('checkPromises', () => {
  const none = { ticketNos: [], handedOver: false, dispatched: false }
  const filed = { ...none, ticketNos: ['WH-20261123-000042'] }

  it.each([
    '您的问题已登记。',
    '已为您上报给社区。',
    '已经派单处理。',
    '我已经帮您通知了物业。',
    '工作人员正在赶来的路上。',
    '已为您转人工。',
    '工单编号是WH-20261123-000099。',
    '会有人上门处理的。',
  ])('bug class 8: without a row it may not be said: %s', (sentence) => {
    expect(checkPromises(sentence, none).ok).toBe(false)
  })

  it.each([
    ['您的问题已登记,编号WH-20261123-000042。', filed],
    ['已经上报。', filed],
    ['已派单给承办单位。', { ...filed, dispatched: true }],
    ['已为您转人工。', { ...none, handedOver: true }],
    ['登记后会给您一个编号。', none],
    ['您可以登记这个问题。', none],
    ['物业应当登记业主的报修。', none],
    ['确认之前不会提交。', none],
  ])('with its row, or as no promise at all, it may: %s', (sentence, facts) => {
    expect(checkPromises(sentence, facts).failed).toEqual([])
  })

  it('R-EMG-5: a ticket is not help on its way', () => {
    expect(checkPromises('网格员马上到。', filed).ok).toBe(false)
  })
})
