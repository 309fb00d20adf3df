import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import type { TurnEvent } from '../protocol/turn-events.ts'
import { openResident, outcomeOf, textOf } from '../testing/client.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'
import { readDraftReply } from './draft-reply.ts'
import { turnText } from './messages.ts'
import { openTicket, takeAddition } from './ticket-state.ts'
import { understandByRules } from './understanding/index.ts'

const said = (text: string) => ({
  text,
  residentMessageId: 'msg_test',
  understanding: understandByRules(text),
})
const asked = (first: string, asking: 'where' | 'since' = 'where') => ({
  ...openTicket(said(first)),
  asking,
  asked: [asking],
})

describe('readDraftReply', () => {
  it.each([
    ['路灯坏了没人修', '还有我们楼下麻将馆吵到半夜', 'new'],
    ['垃圾没人清', '另外麻烦尽快，都生蛆了', 'addition'],
    ['垃圾没人清', '还有味道也大', 'addition'],
    ['垃圾没人清', '示例社区活动室旁边那个垃圾房', 'answer'],
    ['楼下跳舞太吵', '跳广场舞吵死人，几点以后不准跳', 'question'],
    ['厂子排味道', '大概在铁路北边吧', 'answer'],
    ['井盖响', '不对不对我说错了，是雨水箅子响', 'addition'],
  ] as const)('R-TKT-2: after “%s”, “%s” is %s', (first, text, kind) => {
    expect(readDraftReply(text, asked(first)).kind).toBe(kind)
  })

  it.each([
    ['就这几天的事', 'answer'],
    ['几年了一直这样', 'answer'],
    ['装修到几点必须停', 'question'],
    ['记不清几号了', 'addition'],
  ] as const)('R-TKT-3: after “since when?”, “%s” is %s', (text, kind) => {
    expect(readDraftReply(text, asked('邻居装修太吵', 'since')).kind).toBe(kind)
  })

  it('R-TKT-2: the answer before another matter stays with the first', () => {
    expect(readDraftReply('在示例路26号。另外那边的公交站牌也倒了', asked('路灯不亮'))).toEqual({
      kind: 'new',
      before: '在示例路26号。',
      matter: '那边的公交站牌也倒了',
    })
    expect(readDraftReply('在示例里3栋，物业费可以不交吗', asked('路灯不亮'))).toMatchObject({
      kind: 'question',
      answer: '在示例里3栋',
    })
  })

  it('R-TKT-3: what is added answers nothing, and the question is put once more, not for ever', () => {
    const once = takeAddition(said('小票还留着'), asked('店家卖过期牛奶'))
    expect(once).toMatchObject({ answers: {}, asked: [], repeated: 1 })
    const twice = takeAddition(said('老板不认账'), { ...once, asking: 'where', asked: ['where'] })
    expect(twice).toMatchObject({ answers: {}, asked: ['where'], repeated: 1 })
    expect(twice.words.map(({ text }) => text)).toContain('小票还留着')
  })
})

const app = createApp()
type Resident = Awaited<ReturnType<typeof openResident>>
const draftsOf = (events: readonly TurnEvent[]) =>
  events.flatMap((event) => (event.type === 'ticket.draft' ? event.drafts : []))
const promptsOf = (events: readonly TurnEvent[]) =>
  events.flatMap((event) => (event.type === 'choices' ? [event.prompt] : []))
const offersNext = (events: readonly TurnEvent[]) =>
  events.some((event) => event.type === 'choices' && event.choices[0]?.text === NEXT)
const NEXT = turnText('zh-CN', 'next_matter')
const WHERE = turnText('zh-CN', 'ask_where')
const SINCE = turnText('zh-CN', 'ask_since')
const NOTED = '我们楼下麻将馆吵到半夜'

describe('another matter, told while the draft of the first asks', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
  })
  afterAll(() => database.close())

  /** The lamp is asked for its place; the mahjong hall is told instead, and then place and time. */
  async function twoMatters(place: string): Promise<{ resident: Resident; events: TurnEvent[] }> {
    const resident = await openResident(app, ports)
    await resident.say('路灯坏了没人修')
    const noted = await resident.say(`还有${NOTED}`)
    expect(outcomeOf(noted)).toBe('ticket_question')
    expect(textOf(noted)).toBe(turnText('zh-CN', 'matter_noted', { matter: NOTED }))
    expect(promptsOf(noted)).toEqual([WHERE])
    expect(promptsOf(await resident.say(place))).toEqual([SINCE])
    return { resident, events: await resident.say('上周三开始的') }
  }

  const confirm = (resident: Resident, events: readonly TurnEvent[]) => {
    const [draft] = draftsOf(events)
    if (draft === undefined) throw new Error('no draft')
    const { fields } = draft
    return Promise.resolve(
      resident.post(`/api/conversations/${resident.id}/tickets`, {
        draft_id: draft.draft_id,
        client_key: crypto.randomUUID(),
        title: fields.title.value,
        description: fields.description.value,
        appeal_type: fields.appeal_type.value,
        category_code: fields.category_code.value,
        address: fields.address.value,
        division_code: null,
        incident_at: fields.incident_at.value,
        urgency: fields.urgency.value,
        place_unknown: false,
      }),
    )
  }

  it('R-TKT-2: is told as noted, and taken up once the first is confirmed', async () => {
    const { resident, events } = await twoMatters('示例花园小区3栋')
    const [first] = draftsOf(events)
    expect(first?.fields.address.value).toBe('示例花园小区3栋')
    expect(first?.fields.description.value).not.toContain('麻将')
    expect(offersNext(events)).toBe(true)
    expect((await confirm(resident, events)).status).toBe(201)
    const taken = await resident.say('好的')
    expect(promptsOf(taken)).toEqual([WHERE])
    await resident.say('示例花园小区4栋')
    const second = draftsOf(await resident.say('跳过'))
    expect(second.map(({ fields }) => fields.title.value)).toEqual([NOTED])
    expect(second[0]?.fields.address.value).toBe('示例花园小区4栋')
    expect(second[0]?.fields.title.evidence?.text).toBe(NOTED)
  })

  it('R-TKT-1: 好的 takes nothing up while the first card is open', async () => {
    const { resident } = await twoMatters('示例花园小区13栋')
    const events = await resident.say('好的，提交吧')
    expect(textOf(events)).toBe(turnText('zh-CN', 'draft_tap'))
    expect(promptsOf(await resident.say(NEXT))).toEqual([WHERE])
  })

  it('R-TKT-2: is kept when the first is taken back, put right, or followed by a question', async () => {
    const back = await twoMatters('示例花园小区23栋')
    expect(offersNext(await back.resident.say('算了不报了'))).toBe(true)
    const right = await twoMatters('示例花园小区24栋')
    const redrawn = await right.resident.say('不是24栋，是示例花园小区25栋')
    expect(draftsOf(redrawn)[0]?.fields.address.value).toContain('25栋')
    expect(offersNext(redrawn)).toBe(true)
    const between = await right.resident.say('居住证几天能办好？')
    expect(outcomeOf(between)).toMatch(/^(?:answered|unanswerable)/)
    expect(offersNext(between)).toBe(true)
  })

  it('R-TKT-2: is taken up also while a person is awaited', async () => {
    const { resident } = await twoMatters('示例花园小区27栋')
    expect(outcomeOf(await resident.say('转人工'))).toBe('handoff_requested')
    expect(promptsOf(await resident.say(NEXT))).toEqual([WHERE])
  })

  it('R-LIFE-6: is kept where the first turns out to be known already', async () => {
    const { resident, events } = await twoMatters('示例花园小区31栋')
    expect((await confirm(resident, events)).status).toBe(201)
    const neighbour = await twoMatters('示例花园小区31栋')
    expect(offersNext(neighbour.events)).toBe(false)
    const left = await neighbour.resident.say(turnText('zh-CN', 'same_leave'))
    expect(outcomeOf(left)).toBe('ticket_followed')
    expect(offersNext(left)).toBe(true)
  })

  it('R-TKT-3: a question in between is answered, and the draft asks again', async () => {
    const resident = await openResident(app, ports)
    await resident.say('楼下跳舞的太吵了')
    const events = await resident.say('跳广场舞吵死人，几点以后不准跳')
    expect(outcomeOf(events)).toMatch(/^(?:answered|unanswerable)/)
    expect(promptsOf(events)).toEqual([WHERE])
    const who = await resident.say('举报会不会泄露我的名字')
    expect(textOf(who)).toBe(turnText('zh-CN', 'draft_who_sees'))
    expect(promptsOf(who)).toEqual([WHERE])
    await resident.say('示例广场')
    const [card] = draftsOf(await resident.say('跳过'))
    expect(card?.fields.address.value).toBe('示例广场')
    expect(card?.fields.description.value).not.toContain('几点')
  })

  it('R-TKT-3: place and question in one message: both are taken', async () => {
    const resident = await openResident(app, ports)
    await resident.say('楼道灯不亮')
    const events = await resident.say('在示例里3栋，物业费可以不交吗')
    expect(outcomeOf(events)).toMatch(/^(?:answered|unanswerable)/)
    expect(promptsOf(events)).toEqual([SINCE])
  })

  it('R-EMG: our own button, tapped twice, raises no alarm', async () => {
    const resident = await openResident(app, ports)
    await resident.say('老板拖欠工资')
    await resident.say('厂里二十几个人的工资都欠着')
    const skip = turnText('zh-CN', 'choice_skip')
    const outcomes = [outcomeOf(await resident.say(skip)), outcomeOf(await resident.say(skip))]
    expect(outcomes).toEqual(['ticket_question', 'ticket_drafted'])
  })
})
