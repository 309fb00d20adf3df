import { describe, expect, it } from 'vitest'
import {
  addToDraft,
  asksToRegister,
  firstMissing,
  openOrContinue,
  openTicket,
  takeAnswer,
} from './ticket-state.ts'
import { readSlotAnswer, understandByRules } from './understanding/index.ts'

const said = (text: string) => ({
  text,
  residentMessageId: 'msg_test',
  understanding: understandByRules(text),
})

describe('readSlotAnswer', () => {
  it.each([
    ['就在示例路邮局对面', '示例路邮局对面', null],
    ['住老示例厂家属院', '老示例厂家属院', null],
    ['前个礼拜开始的', null, '前个礼拜'],
    ['从端午以后', null, '从端午以后'],
    ['大概五六天了', null, '大概五六天'],
    ['示例里3栋，从昨晚', '示例里3栋', '从昨晚'],
    ['天天都这样', null, null],
    ['每晚十点到两点', null, null],
    ['不用给我回话', null, null],
    ['没得具体位置', null, null],
    ['不是的，是示例桥东边那个', '示例桥东边那个', null],
  ])('R-TKT-3: %s', (text, where, since) => {
    expect(readSlotAnswer(text, null)).toMatchObject({ where, since })
  })

  it('R-TKT-3: a bare name after the question is the place, whatever it is called', () => {
    expect(readSlotAnswer('石榴红', 'where').where).toBe('石榴红')
    expect(readSlotAnswer('石榴红', 'since').where).toBeNull()
  })
})

describe('a ticket in the making', () => {
  it('R-TKT-3: keeps what the first message says, and asks for what is missing, one at a time', () => {
    const state = openTicket(said('武昌区示例路12号门口的井盖响，从上周开始'))
    expect(state.answers).toMatchObject({ where: expect.stringContaining('示例路12号') })
    expect(firstMissing(state)).toBeNull()
    expect(firstMissing(openTicket(said('楼道灯不亮')))).toBe('where')
    expect(firstMissing(openTicket(said('我要投诉')))).toBe('what')
    expect(firstMissing({ ...openTicket(said('楼道灯不亮')), asked: ['where'] })).toBe('since')
  })

  it('R-TKT-3: an idea is not asked since when', () => {
    const state = openTicket(said('建议在示例公园东门多设几把椅子'))
    expect(firstMissing({ ...state, asked: ['where'] })).toBeNull()
  })

  it('R-TKT-3: a time told after “where?” fills the time, and the place stays open', () => {
    const asked = { ...openTicket(said('楼道灯不亮')), asking: 'where' as const }
    const state = takeAnswer(said('上个星期天开始的'), asked)
    expect(state.answers).toEqual({ since: '上个星期天' })
  })

  it('R-TKT-3: 不知道 is an answer, and leaves no words in the ticket', () => {
    const asked = { ...openTicket(said('楼道灯不亮')), asking: 'where' as const }
    const state = takeAnswer(said('不晓得'), asked)
    expect(state).toMatchObject({ skipped: ['where'], answers: {} })
    expect(state.words).toHaveLength(1)
  })
})

describe('R-TKT-2: after the card', () => {
  const drawn = openTicket(said('示例小区2栋楼道灯不亮，三天了'))

  it('a closer place stands beside the first, a corrected one in its stead', () => {
    expect(addToDraft(said('在三楼拐角处'), drawn)?.answers['where']).toContain('三楼拐角处')
    expect(addToDraft(said('说错了，是示例小区5栋'), drawn)?.answers['where']).toBe('示例小区5栋')
  })

  it('how to handle it goes along with the words', () => {
    const more = addToDraft(said('要保密啊'), drawn)
    expect(more?.words.map(({ text }) => text)).toContain('要保密啊')
    expect(more?.answers).toEqual(drawn.answers)
  })

  it.each(['说过两次都不听', '有小票', '昨晚买的'])('%s goes on about the card', (text) => {
    expect(addToDraft(said(text), drawn)?.words.at(-1)?.text).toBe(text)
  })

  it('a time told plainly stands above one let fall before', () => {
    expect(addToDraft(said('是上周五晚上开始的'), drawn)?.answers['since']).toBe('上周五晚上')
  })

  it('a wider place told later leads, and a mere kind of place gives way', () => {
    const asked = (place: string) => ({ ...drawn, answers: { where: place } })
    expect(addToDraft(said('示例站的'), asked('B出口'))?.answers['where']).toBe('示例站，B出口')
    expect(addToDraft(said('示例社区'), asked('社区服务站'))?.answers['where']).toBe('示例社区')
  })

  it.each(['居住证怎么办理', '门口还有人乱倒垃圾', '转人工', '谢谢'])(
    '%s is something of its own',
    (text) => {
      expect(addToDraft(said(text), drawn)).toBeUndefined()
    },
  )
})

describe('R-OPS-1: a question that becomes a ticket', () => {
  const offered = (before: ReturnType<typeof openTicket>) =>
    ({ kind: 'offered', ticket: before }) as const

  it('keeps the question and what was said after it', () => {
    const first = openOrContinue({ ...said('我想问公租房排到第几了'), pending: null })
    const state = openOrContinue({ ...said('示例路那边'), pending: offered(first) })
    expect(state.words.map(({ text }) => text)).toEqual(['我想问公租房排到第几了', '示例路那边'])
    expect(state.answers['where']).toBe('示例路那边')
  })

  it('a new question takes the place of the one before', () => {
    const first = openOrContinue({ ...said('居住证怎么办理'), pending: null })
    const state = openOrContinue({ ...said('低保去哪里申请？'), pending: offered(first) })
    expect(state.words).toHaveLength(1)
  })

  it.each(['报问题，登记工单', '那就登记一下吧', '帮我登记', '报问题'])(
    '%s takes the offer',
    (text) => {
      expect(asksToRegister(text)).toBe(true)
    },
  )

  it.each(['登记结婚要什么材料', '我要投诉物业', '报修电话'])('%s does not', (text) => {
    expect(asksToRegister(text)).toBe(false)
  })
})
