import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { fixedClock, testPorts, type TestPorts } from '../testing/ports.ts'
import {
  answerTicket,
  codeOf,
  contextOf,
  fileTicket,
  hireHandler,
  staffActor,
  takeInHand,
} from '../testing/tickets.ts'
import { selectReviewedTexts } from './classifier/index.ts'
import {
  actOnTicket,
  assignTicket,
  getTicket,
  lookupTicket,
  remindTicket,
  requestExtension,
  transitionTicket,
} from './index.ts'

const clock = fixedClock()
const DAY = 24 * 3_600_000

describe('where a case ends, and what may still be done', () => {
  let database: TestDatabase
  let ports: TestPorts
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql, { clock })
  })
  afterAll(() => database.close())
  beforeEach(() => clock.set('2026-11-23T09:00:00+08:00'))

  const city = () => contextOf(ports, staffActor('city', '4201', 'own-unit'))
  const resident = () => contextOf(ports, { kind: 'resident' })
  type Filed = { no: string; queryCode: string }
  const act = ({ no, queryCode }: Filed, action: Parameters<typeof actOnTicket>[1]['action']) =>
    actOnTicket(resident(), { ticketNo: no, queryCode, action })

  it('R-LIFE: a refusal may be appealed once, with a reason', async () => {
    const filed = await fileTicket(ports)
    const reject = (version: number) =>
      transitionTicket(city(), filed.no, { to: 'rejected', version, reason: '请走诉讼渠道' })
    const refused = await reject(1)
    const appealed = await act(filed, { action: 'appeal', reason: '还没有起诉' })
    expect(appealed.status).toBe('pending_review')
    await reject(refused.version + 1)
    expect(await codeOf(act(filed, { action: 'appeal', reason: '再来一次' }))).not.toBe('ok')
    expect((await getTicket(city(), filed.no)).status).toBe('rejected')
  })

  it('R-LIFE: the resident reopens twice at most, and within thirty days', async () => {
    const filed = await fileTicket(ports)
    const close = async (): Promise<void> => {
      const { version } = await getTicket(city(), filed.no)
      await transitionTicket(city(), filed.no, {
        to: 'resolved',
        version,
        outcome: 'done',
        public_reply: '已修好。',
      })
      await act(filed, { action: 'rate', verdict: 'yes', satisfaction: 'basic', comment: '' })
    }
    const reopen = () => act(filed, { action: 'reopen', reason: '又坏了' })
    await takeInHand(ports, filed.no)
    for (let time = 0; time < 2; time += 1) {
      await close()
      clock.advance(29 * DAY)
      expect((await reopen()).status).toBe('processing')
    }
    await close()
    expect(await codeOf(reopen())).not.toBe('ok')

    const late = await fileTicket(ports)
    await answerTicket(ports, late.no, '已修好。')
    await act(late, { action: 'rate', verdict: 'yes', satisfaction: 'very', comment: '' })
    clock.advance(31 * DAY)
    expect(await codeOf(act(late, { action: 'reopen', reason: '又坏了' }))).not.toBe('ok')
  })

  it('R-SLA-4: however long a pause lasts, the due date moves by the original limit at most', async () => {
    const { no } = await fileTicket(ports)
    const version = await takeInHand(ports, no)
    const before = await getTicket(city(), no)
    const ask = { to: 'pending_info', version, question: '哪一盏？' } as const
    const asked = await transitionTicket(city(), no, ask)
    clock.advance(200 * DAY)
    const back = await transitionTicket(city(), no, { to: 'processing', version: asked.version })
    const limit = back.resolveDueAt.getTime() - new Date(before.resolve_due_at).getTime()
    expect(limit).toBe(back.sla.resolveLengthMs)
    expect(await codeOf(transitionTicket(city(), no, { ...ask, version: back.version }))).toBe(
      'PRECONDITION_FAILED:pause_limit',
    )
  })

  it('R-LIFE-3: reminding, handing on and asking for more time change no status, and each is in the history', async () => {
    const { no } = await fileTicket(ports)
    const version = await takeInHand(ports, no)
    const event = (at: number, reason: string) => ({ ticketNo: no, version: at, reason })
    const reminded = await remindTicket(city(), event(version, '居民来电催办'))
    await hireHandler(ports, { id: 'stf_other', name: '示例经办' })
    const assign = { ...event(reminded.version, '转办'), assigneeId: 'stf_other' }
    const assigned = await assignTicket(city(), assign)
    const extended = await requestExtension(city(), {
      ...event(assigned.version, '等备件'),
      days: 2,
    })
    expect(extended.status).toBe('processing')
    const { history } = await getTicket(city(), no)
    expect(history.slice(-3)).toMatchObject([
      { action: 'remind', reason: '居民来电催办', fromStatus: null, toStatus: null },
      { action: 'assign', reason: '转办', fromStatus: null, toStatus: null },
      { reason: '等备件', fromStatus: null, toStatus: null },
    ])
  })

  it('R-LIFE-3: the history shows staff to whom a ticket was given, by the name of the account; residents see no name', async () => {
    const filed = await fileTicket(ports)
    const version = await takeInHand(ports, filed.no)
    await hireHandler(ports, { id: 'stf_named', name: '示例经办甲' })
    await hireHandler(ports, { id: 'stf_left', name: '示例离岗', active: false })
    const give = { ticketNo: filed.no, version, reason: '熟悉这栋楼' }
    for (const assigneeId of ['stf_nobody', 'stf_left'])
      expect(await codeOf(assignTicket(city(), { ...give, assigneeId }))).toBe(
        'PRECONDITION_FAILED:no_colleague',
      )
    await assignTicket(city(), { ...give, assigneeId: 'stf_named' })
    const { history, assignee } = await getTicket(city(), filed.no)
    expect(assignee).toBe('示例经办甲')
    expect(history.at(-1)).toMatchObject({ action: 'assign', assignee: '示例经办甲' })
    expect(history.at(-1)?.diff).toEqual({ assignee_id: 'stf_named' })
    expect(history[0]?.assignee).toBeNull()
    const seen = await lookupTicket(ports, { ticketNo: filed.no, queryCode: filed.queryCode })
    expect(JSON.stringify(seen)).not.toContain('示例经办')
  })

  it('R-CAT-3: the category a reviewer accepts, with the resident’s words, is a row to learn from; an erased one is not', async () => {
    const { no } = await fileTicket(ports)
    await database.sql`update tickets set resident_words = '门口那盏灯瞎了', ai_fields = ${database.sql.json(
      {
        category_code: {
          value: 'L0101',
          confidence: 0.5,
          evidence: null,
          model: 'rules',
          at: '',
        },
      },
    )} where ticket_no = ${no}`
    await transitionTicket(city(), no, { to: 'accepted', version: 1, category_code: 'E01037' })
    const row = { text: '门口那盏灯瞎了', label: 'E01037' }
    expect(await selectReviewedTexts(database.sql)).toContainEqual(row)
    await database.sql`update tickets set erased_at = now() where ticket_no = ${no}`
    expect(await selectReviewedTexts(database.sql)).not.toContainEqual(row)
  })
})
