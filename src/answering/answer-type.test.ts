import { describe, expect, it } from 'vitest'
import { arrangeForQuestion } from './answer-type.ts'

const passage = (text: string, heading = '') => ({ title: '', heading, text, relatedQuestions: [] })
const missing = (question: string, texts: readonly string[]) =>
  arrangeForQuestion(
    question,
    texts.map((text) => passage(text)),
  ).missing

describe('arrangeForQuestion', () => {
  it('R-KB-6: how many lifts were built is no answer to how much the subsidy is', () => {
    expect(missing('武汉加装电梯补贴多少', ['武汉加装电梯累计2509台，惠及3.6万户。'])).toBe(
      'amount',
    )
    expect(missing('小哥公寓多少钱', ['小哥公寓月租最低300元。'])).toBeNull()
  })

  it('R-KB-6: opening hours and phone numbers must stand in a passage', () => {
    expect(missing('最近的驿站营业到几点', ['武汉有993个江城驿站。'])).toBe('clock')
    expect(missing('夜间施工几点到几点', ['禁止夜间施工，即晚上十点到次日早晨六点。'])).toBeNull()
    expect(missing('AI网格员电话多少', ['AI专属网格员提供全天服务。'])).toBe('phone')
    expect(missing('离婚登记处在哪，周六上班吗', ['到婚姻登记机关申请离婚登记。'])).toBe('address')
  })

  it('R-KB-6: a value said of something else is no answer', () => {
    expect(missing('武汉低保一个月发多少钱', ['“小哥公寓”月租最低300元。'])).toBe('amount')
    expect(
      missing('今年最低工资标准是几块', ['不超过当地月最低工资标准十二个月金额的争议。']),
    ).toBe('amount')
  })

  it('R-KB-6: how many offices have a say, and what a square metre costs, must stand in a passage', () => {
    const lifts = '武汉加装电梯累计2509台，惠及3.6万户。'
    expect(missing('武汉加装电梯的审批流程有几个部门盖章', [lifts])).toBe('departments')
    // Other offices, of another matter.
    expect(missing('加装电梯要几个部门盖章', ['34个部门落实责任。'])).toBe('departments')
    expect(missing('加装电梯要几个部门盖章', ['加装电梯由三个部门联合审查。'])).toBeNull()
    expect(missing('物业费每平米多少才合理', ['业主应当按约定交物业费。'])).toBe('amount')
  })

  it('R-KB-6: a hotline asked about must be the passage’s own', () => {
    const general = passage('12345每天24小时有人工服务。', '12345能做什么')
    const legal = passage('12348的服务时间各地不同。', '12348法律服务热线')
    expect(arrangeForQuestion('12348晚上有没有人', [general, legal])).toMatchObject({
      passages: [legal],
      missing: null,
    })
    expect(
      arrangeForQuestion('12345几天必须办结', [
        passage('应当自受理之日起六十日内办结。', '第三十四条'),
        general,
      ]).missing,
    ).toBe('duration')
  })

  it('R-KB-5: the passage that has the value leads', () => {
    const fund = passage('维修资金属于业主共有，经业主共同决定可以使用。')
    const vote = passage('使用维修资金，应当经参与表决的业主过半数同意。')
    expect(arrangeForQuestion('动用维修资金表决比例是多少', [fund, vote]).passages[0]).toBe(vote)
  })

  it('R-KB-6: the date of a report is not the date something came to be', () => {
    const report = ['据长江日报2025年12月报道，武汉有993个江城驿站。']
    expect(missing('江城驿站是哪一年开始建的', report)).toBe('date')
    expect(missing('江城驿站什么时候启用的', report)).toBe('date')
    expect(missing('江城驿站是哪一年开始建的', ['江城驿站2019年开始建设。'])).toBeNull()
    const old = '社会救助法自2026年7月1日起施行。'
    expect(missing('社会救助法什么时候施行', [old])).toBeNull()
    expect(missing('志愿服务条例什么时候施行', [old])).toBe('date')
    // An occasion, not a date.
    expect(missing('保护令什么时候能申请', ['遭受家庭暴力的，可以申请人身安全保护令。'])).toBeNull()
  })

  it('R-KB-6: who holds a post is answered by a name or not at all', () => {
    const rule = ['居委会主任由居民选举产生。', '打铜社区书记召开22场座谈。']
    expect(missing('打铜社区书记是谁', rule)).toBe('person')
    expect(missing('打铜社区书记叫什么名字？', rule)).toBe('person')
    expect(missing('打铜社区书记是谁', ['打铜社区书记王某某召开22场座谈。'])).toBeNull()
    expect(missing('居委会主任是谁选的', rule)).toBeNull()
    expect(missing('小区停车费收入该给谁', ['属于业主共有。'])).toBeNull()
  })

  it('asks nothing of other questions', () => {
    expect(missing('物业能停水催费吗', ['不得停水。'])).toBeNull()
  })
})
