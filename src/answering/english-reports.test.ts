import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import type { TurnEvent } from '../protocol/turn-events.ts'
import { openResident, outcomeOf, textOf } from '../testing/client.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'
import { suggestCategories } from '../tickets/index.ts'
import { turnText } from './messages.ts'
import {
  asks,
  findPlace,
  findSince,
  readSlotAnswer,
  understandByRules,
} from './understanding/index.ts'

describe('English, read without a model', () => {
  it.each([
    ['The street light outside building 3 of Yinxing Garden has been out for a week', 'ticket'],
    ['Someone is parking in the fire lane', 'ticket'],
    ['Could somebody please fix the elevator, it is stuck again?', 'ticket'],
    ['The lift is broken, who should I call?', 'ticket'],
    ['The drain tips over when it rains', 'ticket'],
    ['Report a problem', 'ticket'],
    ['How much is the fine for parking in a fire lane?', 'answer'],
    ['I would like to know the rules about noise at night', 'answer'],
    ['My visa expires next month, how do I renew it?', 'answer'],
    ['rules for keeping dogs in the city', 'answer'],
    ['This city is beautiful and the people are kind', 'answer'],
    ['That is not what I asked', 'answer'],
    ['The answer is not correct', 'answer'],
    ['This does not help me', 'answer'],
    ['The weather was terrible yesterday', 'answer'],
    ['My husband and I are from Germany', 'answer'],
    ['thanks a lot', 'greeting'],
    ['I want to talk to a real person', 'handover'],
  ])('R-TKT-1: “%s” is read as %s', (text, intent) => {
    expect(understandByRules(text).intent).toBe(intent)
  })

  it.each([
    ['The lift at 12 Example Road stopped yesterday', '12 Example Road', 'yesterday'],
    [
      'Rubbish behind tower B of Example Plaza for about ten days',
      'behind tower B of Example Plaza',
      'about ten days',
    ],
    ['The lift in building 3 is broken', null, null],
    ['Noise every night until 2am in the yard', null, null],
    ['No water since Monday', null, 'since Monday'],
    ['I live in Example Court and there is no light', 'Example Court', null],
  ])('R-TKT-3: of “%s” place and time are kept as written', (text, where, since) => {
    expect([findPlace(text), findSince(text, false)]).toEqual([where, since])
  })

  it.each([
    ['it is in Yinxing Garden, building 5', 'Yinxing Garden, building 5', null],
    ['since last Friday', null, 'since last Friday'],
    ['corner of Xuefu Road, for ten days', 'corner of Xuefu Road', 'ten days'],
    ['I don’t know', null, null],
    ['people already fell twice there', null, null],
  ])('R-TKT-3: “%s” answers “where?”', (text, where, since) => {
    expect(readSlotAnswer(text, 'where')).toMatchObject({ where, since })
  })

  it('R-CAT-3: its words lead to the category, and stand beside it', () => {
    const [best] = suggestCategories('The elevators in our tower are stuck')
    expect(best).toMatchObject({ code: 'L0202', why: ['elevators', 'stuck'] })
    const [lamp] = suggestCategories('The street light is out')
    expect(lamp?.why[0]).toBe('street light')
    expect(best?.confidence).toBeGreaterThanOrEqual(0.6)
    const [unknown] = suggestCategories('Something odd has happened')
    expect(unknown).toMatchObject({ code: 'L9901' })
    expect(unknown?.confidence).toBeLessThan(0.6)
  })

  it('a question mark is not needed to ask', () => {
    expect(asks('what time do building sites have to stop')).toBe(true)
    expect(asks('The street light is out')).toBe(false)
  })
})

const app = createApp()
const cardsOf = (events: readonly TurnEvent[]) =>
  events.flatMap((event) => (event.type === 'ticket.draft' ? event.drafts : []))
const promptsOf = (events: readonly TurnEvent[]) =>
  events.flatMap((event) => (event.type === 'choices' ? [event.prompt] : []))
const [WHERE, SINCE] = [turnText('en', 'ask_where'), turnText('en', 'ask_since')]

describe('a problem told on the English page, without a model', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
  })
  afterAll(() => database.close())
  const open = () => openResident(app, ports, 'en')

  it('R-TKT-2, R-TKT-3: is asked for place and time in English and becomes a card in its own words', async () => {
    const resident = await open()
    const first = await resident.say('Water is leaking from the ceiling in the corridor')
    expect(promptsOf(first)).toEqual([WHERE])
    expect(textOf(first)).toBe(turnText('en', 'ticket_opening'))
    expect(promptsOf(await resident.say('Yinxing Garden, building 5, 2nd floor'))).toEqual([SINCE])
    const [card] = cardsOf(await resident.say('two days ago'))
    expect(card?.fields).toMatchObject({
      title: { value: 'Water is leaking from the ceiling in the corridor' },
      category_code: { value: 'L0203' },
      address: { value: 'Yinxing Garden, building 5, 2nd floor' },
      incident_at: { value: 'two days ago', evidence: { text: 'two days ago' } },
    })
    expect(card?.labels.category).toBe('Housing and lifts / Water leak')
  })

  it('the title leaves out the manners and is cut between words', async () => {
    const resident = await open()
    const words =
      'Hello, I want to report that the elevator in tower B of Example Plaza stopped yesterday with three people waiting'
    const [card] = cardsOf(await resident.say(words))
    expect(card?.fields.title.value).toBe(
      'The elevator in tower B of Example Plaza stopped yesterday…',
    )
    expect(card?.fields.description.value).toBe(words)
    expect(card?.fields.urgency.value).toBe('urgent')
  })

  it('“Report a problem” asks what it is', async () => {
    const resident = await open()
    const events = await resident.say(turnText('en', 'offer_ticket'))
    expect(promptsOf(events)).toEqual([turnText('en', 'ask_what')])
    expect(promptsOf(await resident.say('The parcel locker is broken'))).toEqual([WHERE])
  })

  it('a question in between is answered, another matter is noted, the words of a draft are understood', async () => {
    const resident = await open()
    await resident.say('The street light is out')
    const asked = await resident.say('How long does a repair take?')
    expect(outcomeOf(asked)).toMatch(/^(?:answered|unanswerable)/)
    expect(promptsOf(asked)).toEqual([WHERE])
    const matter = 'there is garbage piled up next to the school gate'
    const noted = await resident.say(`Also, ${matter}`)
    expect(textOf(noted)).toBe(turnText('en', 'matter_noted', { matter }))
    await resident.say('Example Court')
    const drawn = await resident.say(turnText('en', 'choice_skip'))
    expect(cardsOf(drawn)[0]?.fields.description.value).not.toContain('garbage')
    expect(textOf(await resident.say('ok, submit it'))).toBe(turnText('en', 'draft_tap'))
    const moved = cardsOf(await resident.say('Sorry, it is in Sample Court'))
    expect(moved[0]?.fields.address.value).toBe('Sample Court')
    expect(textOf(await resident.say('never mind'))).toBe(turnText('en', 'draft_withdrawn'))
    expect(promptsOf(await resident.say(turnText('en', 'next_matter')))).toEqual([WHERE])
  })

  it('R-EMG: danger told in English comes before any draft', async () => {
    const resident = await open()
    await resident.say('The street light is out')
    expect(outcomeOf(await resident.say('my house is on fire'))).toBe('emergency_alarm')
  })
})
