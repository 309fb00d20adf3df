import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findTurnedRound } from './modality.ts'

const CUT_POWER =
  '第九百四十四条 业主应当按照约定向物业服务人支付物业费。物业服务人不得采取停止供电、供水、供热、供燃气等方式催交物业费。'
const DISMISS =
  '第九百四十六条 决定解聘的，应当提前六十日书面通知物业服务人，但是合同对通知期限另有约定的除外。'
const FEE = '第五十三条 劳动争议仲裁不收费。劳动争议仲裁委员会的经费由财政予以保障。'
const APPEAL = '申请人对不予批准的决定不服的，可以自收到决定之日起六十日内申请行政复议。'
const FIRE = '任何单位、个人都应当无偿为报警提供便利，不得阻拦报警。严禁谎报火警。'
const PETITION = '情况复杂的，可以适当延长办理期限，但延长期限不得超过三十日。'

describe('findTurnedRound', () => {
  it.each([
    ['物业可以用停止供电、供水的方式催交物业费。', CUT_POWER],
    ['物业服务人采取停止供电、供水、供热、供燃气等方式催交物业费。', CUT_POWER],
    ['业主不必按照约定向物业服务人支付物业费。', CUT_POWER],
    ['解聘物业的，不必提前六十日书面通知物业服务人。', DISMISS],
    ['劳动争议仲裁要收费。', FEE],
    ['决定不予批准的，不得自收到决定之日起六十日内申请行政复议。', APPEAL],
    ['任何人都应当为报警提供便利，可以阻拦报警。', FIRE],
    ['延长期限可以超过三十日。', PETITION],
  ])('R-KB-3: is not what the passage says: %s', (sentence, passage) => {
    expect(findTurnedRound(sentence, [passage])).not.toEqual([])
  })

  it.each([
    ['物业不能用停水停电的方式催交物业费。', CUT_POWER],
    ['物业服务人禁止采取停止供电、供水等方式催交物业费。', CUT_POWER],
    ['业主要按照约定向物业服务人支付物业费。', CUT_POWER],
    ['解聘物业需要提前六十日书面通知物业服务人。', DISMISS],
    ['劳动争议仲裁免费。', FEE],
    ['劳动争议仲裁无需交费。', FEE],
    ['您可以自收到决定之日起六十日内申请行政复议。', APPEAL],
    ['您有权在收到决定之日起六十日内申请行政复议。', APPEAL],
    ['延长期限最长三十日。', PETITION],
    ['可以延长办理期限，最多三十日。', PETITION],
    ['请直接拨打电话。', FIRE],
  ])('R-KB-3: says the same in other words: %s', (sentence, passage) => {
    expect(findTurnedRound(sentence, [passage])).toEqual([])
  })

  it('leaves a clause alone that one of several passages says just so', () => {
    expect(findTurnedRound('业主可以书面通知物业服务人。', [DISMISS])).not.toEqual([])
    expect(
      findTurnedRound('业主可以书面通知物业服务人。', [DISMISS, '业主可以书面通知物业服务人。']),
    ).toEqual([])
  })
})

const OPPOSITES = [
  ['不得', '可以'],
  ['不能', '可以'],
  ['应当', '不必'],
  ['不收费', '要收费'],
  ['可以', '不得'],
  ['必须', '不必'],
  ['禁止', '可以'],
] as const

function documentsBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return documentsBelow(path)
    return entry.name.endsWith('.md') ? [readFileSync(path, 'utf8')] : []
  })
}

const COPIES = documentsBelow(join(import.meta.dirname, '../../../knowledge')).flatMap((text) =>
  text.split(/\n(?=#)/).flatMap((passage) =>
    passage
      .split('\n')
      .filter((line) => !line.startsWith('常见问法'))
      .flatMap((line) => line.replace(/^[-#\s]+/, '').split(/(?<=。)/))
      .filter((sentence) => sentence.length > 5)
      .map((sentence) => ({ sentence, passage })),
  ),
)

describe('over every sentence of the knowledge base', () => {
  it('R-KB-3: lets each pass as it stands', () => {
    expect(COPIES.length).toBeGreaterThan(500)
    const held = COPIES.filter(
      ({ sentence, passage }) => findTurnedRound(sentence, [passage]).length > 0,
    )
    expect(held.map(({ sentence }) => sentence)).toEqual([])
  })

  it('R-KB-3: stops at least 94 of 100 whose 应当, 可以 or 不得 is turned round', () => {
    const turned = COPIES.flatMap(({ sentence, passage }) =>
      OPPOSITES.filter(([from]) => sentence.includes(from)).map(([from, to]) => ({
        sentence: sentence.replace(from, to),
        passage,
      })),
    )
    const stopped = turned.filter(
      ({ sentence, passage }) => findTurnedRound(sentence, [passage]).length > 0,
    )
    expect(turned.length).toBeGreaterThan(100)
    expect(stopped.length / turned.length).toBeGreaterThan(0.94)
  })
})
