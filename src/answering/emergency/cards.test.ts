import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import numberTable from '../../../knowledge/tables/numbers.json' with { type: 'json' }
import {
  assessEmergency,
  emergencyCard,
  EMERGENCY_KINDS,
  type EmergencyKind,
  policyOf,
} from './index.ts'

/** The fixed texts of R-EMG, word for word, in full-width punctuation as Chinese is set. */
const FIXED: readonly [EmergencyKind, string][] = [
  [
    'gas',
    '请马上：①不开关任何电器、不用明火、不在屋里打电话 ②能做到就关阀门、开窗 ③所有人到室外 ④在室外拨打燃气抢修电话或 119。有人头晕不适拨 120。',
  ],
  [
    'fire',
    '请立即撤离并拨打 119。弯腰走、随手关门、不坐电梯、不返回取物。说清地址、什么在烧、有没有人被困。',
  ],
  ['medical', '请立即拨打 120，说清地址和病人情况，听从调度员指导。我不能做医疗判断。'],
  [
    'self_harm',
    '听到您这么说，我很担心您的安全。我是AI，帮不了最关键的忙，但有人可以：现在有危险请拨 110 或 120；想找人说说请拨 12356 心理援助热线（每天不少于 18 小时，夜间打不通请拨 110）。身边有可信的人，请让他陪着您。',
  ],
  [
    'domestic_violence',
    '您的安全最重要。正在发生请拨 110；不方便说话时先离开到有人的地方。可保留照片、录音、就医记录。妇女维权 12338；可向法院申请人身安全保护令，居委会、妇联也可以代为申请。需要我安全地联系社区吗？什么时间、哪种方式对您安全？',
  ],
  [
    'missing',
    '请现在就拨打 110 报警，不需要等 24 小时。准备近照、衣着、最后出现的时间地点。要不要同时通知社区帮助查找？',
  ],
]

/** The numbers of the column "shown first" of the R-EMG table, in that order. */
const FIRST: Readonly<Record<EmergencyKind, readonly string[]>> = {
  fire: ['119'],
  gas: ['119', '120'],
  medical: ['120'],
  crime: ['110'],
  traffic: ['120', '122', '110'],
  self_harm: ['12356', '110', '120'],
  domestic_violence: ['110', '12338'],
  minor: ['110', '12345', '12349'],
  missing: ['110'],
  trapped: ['119'],
  electric: ['119', '120', '110'],
  collapse: ['119', '110', '120'],
  threat: ['110', '12345'],
  fraud: ['110'],
  elder_alone: ['110', '120'],
  mass: ['110', '120'],
}

describe('R-EMG: the fixed texts', () => {
  it.each(FIXED)('%s is word for word what was reviewed', (kind, text) => {
    expect(emergencyCard(kind, false).text).toBe(text)
  })

  it('trapped begins with the reviewed words, and says that anybody was told only when staff were (R-EMG-5)', () => {
    const reviewed =
      '请保持镇静，不要扒门。按轿厢内报警按钮或拨打轿厢内标识的救援电话；联系不上拨 119。请告诉我小区、楼栋、电梯编号'
    expect(emergencyCard('trapped', false).text.startsWith(reviewed)).toBe(true)
    expect(emergencyCard('trapped', false).text).not.toContain('通知')
    expect(emergencyCard('trapped', true).text).toMatch(/我正在通知值班人员。$/)
  })

  it('self_harm ends in the line about staff only where a staffed channel was told', () => {
    expect(emergencyCard('self_harm', true).text).toMatch(/请让他陪着您。我正在通知值班人员。$/)
    expect(emergencyCard('self_harm', false).text).not.toContain('值班')
  })

  it.each(EMERGENCY_KINDS)('R-EMG-5: %s promises nothing nobody was told', (kind) => {
    expect(emergencyCard(kind, false).text).not.toMatch(
      /我(?:把|提醒|同时|正在)|已(?:登记|上报|派单|记录)/,
    )
  })

  it.each(EMERGENCY_KINDS)('%s shows the numbers of its row, the first one first', (kind) => {
    expect(emergencyCard(kind, false).numbers.map(({ number }) => number)).toEqual(FIRST[kind])
  })

  it('R-EMG-4: 12356 is never shown as open all day, and 12338 gives no hours it does not know', () => {
    const noteOf = (kind: EmergencyKind, number: string) =>
      emergencyCard(kind, false).numbers.find((row) => row.number === number)?.note
    expect(noteOf('self_harm', '12356')).toMatch(/不少于 18 小时.*夜间打不通请拨 110/)
    expect(noteOf('domestic_violence', '12338')).not.toMatch(/24|\d{1,2}[::点]/)
  })

  it('96110 is unverified: no table and no prompt holds it', () => {
    expect(numberTable.numbers.map(({ number }) => number)).not.toContain('96110')
    const root = new URL('../../../', import.meta.url)
    const holding = ['knowledge/tables', 'knowledge/guides', 'prompts'].flatMap((folder) =>
      readdirSync(new URL(folder, root), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => `${entry.parentPath}/${entry.name}`)
        .filter((path) => readFileSync(path, 'utf8').includes('96110')),
    )
    expect(holding).toEqual([])
  })
})

describe('R-EMG: who is told, row by row', () => {
  it('critical and told to staff: every kind but those where the resident calls', () => {
    const untold = EMERGENCY_KINDS.filter((kind) => policyOf(kind).staffAlert === 'none')
    expect(untold).toEqual(['crime', 'traffic', 'fraud'])
    for (const kind of EMERGENCY_KINDS.filter((kind) => !untold.includes(kind)))
      expect(policyOf(kind).urgency, kind).toBe('critical')
  })

  it('a person takes over and the AI falls silent: self_harm, threat, mass', () => {
    expect(EMERGENCY_KINDS.filter((kind) => policyOf(kind).handover)).toEqual([
      'self_harm',
      'threat',
      'mass',
    ])
  })

  it('staff must report by law: domestic_violence and minor; the grid worker goes to the door: elder_alone', () => {
    expect(EMERGENCY_KINDS.filter((kind) => policyOf(kind).dutyToReport)).toEqual([
      'domestic_violence',
      'minor',
    ])
    expect(EMERGENCY_KINDS.filter((kind) => policyOf(kind).staffAlert === 'grid')).toEqual([
      'elder_alone',
    ])
  })

  it('domestic_violence is secret_identity with a quick exit', () => {
    expect(policyOf('domestic_violence')).toMatchObject({
      confidentiality: 'secret_identity',
      quickExit: true,
    })
  })
})

describe('R-EMG-1: second turns', () => {
  it.each([
    ['家里闻到一股怪味', '灶台那边味道更大了，头晕', 'gas'],
    ['我妈出去买菜了', '天黑了还没回来，电话关机', 'missing'],
    ['他昨天喝了酒', '又打我了，我躲在厕所', 'domestic_violence'],
  ] as const)('%s … %s: %s', (before, text, kind) => {
    const history = [{ role: 'resident' as const, text: before }]
    expect(assessEmergency(text, history).alarm?.kinds).toContain(kind)
  })

  it.each([
    ['路灯坏了三天', '就在菜场后门那条巷子'],
    ['楼上漏水到我家', '昨天开始的，五楼'],
    ['垃圾没人清', '桶都满出来了，没人受伤，就是臭'],
  ])('R-EMG-2: %s … %s: no alarm while a ticket is written', (before, text) => {
    const history = [{ role: 'resident' as const, text: before }]
    expect(assessEmergency(text, history, { answering: true }).alarm).toBeUndefined()
  })
})
