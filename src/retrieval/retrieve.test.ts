import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { deleteDocument, ingestPath } from '../ingestion/index.ts'
import { NotFoundError } from '../shared/errors.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { makePdf } from '../testing/office-files.ts'
import {
  knowledgeContext,
  markdown,
  testFolder,
  type KnowledgeContext,
  type TestFolder,
} from '../testing/knowledge.ts'
import {
  findOtherJurisdiction,
  getDocumentView,
  getPassageView,
  loadPassages,
  retrievePassages,
} from './index.ts'

let database: TestDatabase
let ctx: KnowledgeContext
let folder: TestFolder

beforeAll(async () => {
  database = await testDatabase()
  ctx = knowledgeContext(database.sql)
})
afterAll(() => database.close())
beforeEach(() => {
  folder = testFolder()
})
afterEach(async () => {
  folder.remove()
  await database.sql`delete from documents`
  await database.sql`delete from ingested_sources`
})

const law = (fields: Record<string, string>, body: string) =>
  markdown({ level: '法律', status: 'effective', ...fields }, body)

async function ask(question: string, options: { on?: string; jurisdiction?: string } = {}) {
  const { passages } = await retrievePassages(ctx, {
    question,
    jurisdiction: options.jurisdiction,
    on: options.on === undefined ? undefined : new Date(`${options.on}T04:00:00Z`),
  })
  return passages
}
const titles = (passages: readonly { title: string }[]) => passages.map((passage) => passage.title)

describe('validity (domain.md 5.3)', () => {
  beforeEach(async () => {
    folder.write(
      'noise-old.md',
      law(
        {
          id: 'noise-2021',
          title: '噪声污染防治法',
          effective_from: '2022-06-05',
          status: 'superseded',
        },
        '## 第四十三条 夜间施工\n在噪声敏感建筑物集中区域，禁止夜间进行产生噪声的建筑施工作业。',
      ),
    )
    folder.write(
      'eco.md',
      law(
        {
          id: 'eco-code',
          title: '生态环境法典',
          effective_from: '2026-08-15',
          supersedes: '[noise-2021]',
        },
        '## 第五百七十二条 夜间施工\n在噪声敏感建筑物集中区域，二十二时至次日六时禁止产生噪声的建筑施工作业。',
      ),
    )
    await ingestPath(ctx, { path: folder.path })
  })

  it('R-KB-2: of two versions only the one in force on the day is found', async () => {
    expect(titles(await ask('夜间施工噪声'))).toEqual(['生态环境法典'])
  })

  it('R-KB-2: a superseded document without an end date is never quoted, whatever the day', async () => {
    expect(titles(await ask('夜间施工噪声', { on: '2026-08-01' }))).toEqual([])
  })

  it('R-KB-2: a law repealed between two dates is found on the first and not on the second', async () => {
    folder.write(
      'noise-old.md',
      law(
        { id: 'noise-2021', title: '噪声污染防治法', effective_from: '2022-06-05' },
        '## 第四十三条 夜间施工\n在噪声敏感建筑物集中区域，禁止夜间进行产生噪声的建筑施工作业。',
      ),
    )
    await ingestPath(ctx, { path: folder.path })
    expect(titles(await ask('夜间施工噪声', { on: '2026-08-14' }))).toEqual(['噪声污染防治法'])
    expect(titles(await ask('夜间施工噪声', { on: '2026-08-15' }))).toEqual(['生态环境法典'])
  })

  it('the last day in force is in force, the day after is not, by the calendar of the city', async () => {
    folder.write(
      'trial.md',
      law(
        {
          id: 'trial',
          title: '夜市试行办法',
          effective_from: '2026-01-01',
          effective_to: '2026-06-30',
        },
        '## 夜市\n夜市营业时间由街道公布。',
      ),
    )
    await ingestPath(ctx, { path: folder.path })
    const at = async (instant: string) =>
      titles(
        (await retrievePassages(ctx, { question: '夜市营业时间', on: new Date(instant) })).passages,
      )
    expect(await at('2026-06-30T15:59:00Z')).toContain('夜市试行办法')
    expect(await at('2026-06-30T16:01:00Z')).not.toContain('夜市试行办法')
  })

  it('a document not yet in force waits for its day', async () => {
    folder.write(
      'next.md',
      law(
        { id: 'next', title: '广场舞管理办法', status: 'not_yet', effective_from: '2027-01-01' },
        '## 广场舞\n广场舞活动不得干扰他人。',
      ),
    )
    await ingestPath(ctx, { path: folder.path })
    expect(titles(await ask('广场舞'))).not.toContain('广场舞管理办法')
    expect(titles(await ask('广场舞', { on: '2027-01-01' }))).toContain('广场舞管理办法')
  })
})

describe('place', () => {
  beforeEach(async () => {
    const body = (place: string) => `## 烟花爆竹\n${place}禁止燃放烟花爆竹的区域由公安机关公布。`
    const rules: [string, string, string][] = [
      ['nation', '全国', '烟花爆竹安全管理条例'],
      ['beijing', '110000', '北京市烟花爆竹规定'],
      ['wuhan', '420100', '武汉市烟花爆竹规定'],
      ['wuchang', '420106', '武昌区烟花爆竹通告'],
    ]
    for (const [id, jurisdiction, title] of rules) {
      folder.write(
        `${id}.md`,
        markdown({ id, title, jurisdiction, level: '规范性文件' }, body(title)),
      )
    }
    await ingestPath(ctx, { path: folder.path })
  })

  it("R-KB-2: another city's ordinance is never among the passages", async () => {
    expect(titles(await ask('烟花爆竹禁放区域')).toSorted()).toEqual(
      ['烟花爆竹安全管理条例', '武汉市烟花爆竹规定'].toSorted(),
    )
  })

  it("a district's rule is found only from inside the district", async () => {
    expect(titles(await ask('烟花爆竹', { jurisdiction: '420106' }))).toContain(
      '武昌区烟花爆竹通告',
    )
    expect(titles(await ask('烟花爆竹', { jurisdiction: '420106003' }))).toContain(
      '武昌区烟花爆竹通告',
    )
    expect(titles(await ask('烟花爆竹', { jurisdiction: '420102' }))).not.toContain(
      '武昌区烟花爆竹通告',
    )
  })

  it('bug class 4: a place name in letters or in like-sounding characters finds its rule', async () => {
    const search = async (question: string) =>
      (await retrievePassages(ctx, { question, jurisdiction: '420106', limit: 1 })).passages
    expect(titles(await search('wuchang qu的通告'))).toEqual(['武昌区烟花爆竹通告'])
    expect(titles(await search('武仓区的通告'))).toEqual(['武昌区烟花爆竹通告'])
    const { trace } = await retrievePassages(ctx, { question: 'wuchang qu的通告' })
    expect(trace.notes).toContain('place: wuchang qu → 武昌区')
  })

  it('R-KB-6: names whose rule it is when only another place has one', async () => {
    const other = await findOtherJurisdiction(ctx, { question: '北京烟花爆竹怎么规定' })
    expect(other.map((passage) => [passage.title, passage.jurisdiction])).toEqual([
      ['北京市烟花爆竹规定', '11'],
      ['武昌区烟花爆竹通告', '420106'],
    ])
  })

  it('one matching document among hundreds of another place still fills the list', async () => {
    const lines = Array.from({ length: 400 }, (_, at) =>
      JSON.stringify({
        id: `s${at}`,
        name: `上海市烟花爆竹规定之${at}号实施办法`,
        content: `烟花爆竹禁放区域${at}`,
      }),
    )
    await ingestPath(ctx, {
      path: folder.write('shanghai.jsonl', lines.join('\n')),
      defaults: { jurisdiction: '310000' },
    })
    expect(titles(await ask('烟花爆竹禁放区域')).toSorted()).toEqual(
      ['烟花爆竹安全管理条例', '武汉市烟花爆竹规定'].toSorted(),
    )
  })
})

describe('conflicts (R-KB-2)', () => {
  it('the higher level stands first and the lower is marked', async () => {
    const text = '业主共同决定筹集维修资金，应当经专有部分占建筑物总面积'
    folder.write(
      'a.md',
      markdown(
        { id: 'reg', title: '物业管理条例', level: '行政法规' },
        `## 第十二条\n${text}三分之二以上的业主同意。`,
      ),
    )
    folder.write(
      'b.md',
      markdown(
        { id: 'code', title: '民法典', level: '法律' },
        `## 第二百七十八条\n${text}四分之三以上的业主同意，有关说明另见本编其他条文。`,
      ),
    )
    await ingestPath(ctx, { path: folder.path })
    const [first, second] = await ask('物业条例 业主共同决定筹集维修资金要多少业主同意')
    expect([first?.title, second?.title]).toEqual(['民法典', '物业管理条例'])
    expect(second?.outrankedBy).toBe(first?.passageId)
    expect(first?.rank).toBe(1)
  })
})

describe('bug class 1: what is gone is gone everywhere', () => {
  it('a deleted document leaves the list, its passages and its citations', async () => {
    folder.write('a.md', markdown({ id: 'gone', title: '临时通告' }, '## 停水\n明日停水检修。'))
    await ingestPath(ctx, { path: folder.path })
    const [passage] = await ask('停水检修')
    expect(passage?.title).toBe('临时通告')
    await deleteDocument(ctx, { slug: 'gone' })
    expect(await ask('停水检修')).toEqual([])
    expect(await findOtherJurisdiction(ctx, { question: '停水检修' })).toEqual([])
    const id = passage?.passageId ?? ''
    expect(await loadPassages(ctx, [id])).toEqual([])
    await expect(getPassageView(ctx, id)).rejects.toThrow(NotFoundError)
  })

  it('a passage keeps its id while its words stay, and loses it when they change', async () => {
    const write = (hours: string, other: string) =>
      folder.write(
        'a.md',
        markdown({ id: 'hours', title: '服务指南' }, `## 时间\n${hours}\n\n## 地点\n${other}`),
      )
    write('每天开放。', '示例路1号。')
    await ingestPath(ctx, { path: folder.path })
    const before = await ask('服务指南 时间 地点')
    write('周一至周五开放。', '示例路1号。')
    await ingestPath(ctx, { path: folder.path })
    const after = await ask('服务指南 时间 地点')
    const idOf = (passages: typeof before, heading: string) =>
      passages.find((passage) => passage.heading === heading)?.passageId
    expect(idOf(after, '地点')).toBe(idOf(before, '地点'))
    expect(idOf(after, '时间')).not.toBe(idOf(before, '时间'))
    await expect(getPassageView(ctx, idOf(before, '时间') ?? '')).rejects.toThrow(NotFoundError)
  })

  it('a citation of a paged document names its page', async () => {
    const pages = [
      ['示例市养犬规定', '第一条 为了规范养犬，制定本规定。', '第二条 本规定适用于本市。'],
      ['第三条 携犬出户应当束犬链。'],
    ]
    folder.write('dogs.pdf', makePdf(pages))
    await ingestPath(ctx, { path: folder.path })
    const [passage] = await ask('携犬出户束犬链')
    const view = await getPassageView(ctx, passage?.passageId ?? '')
    expect(view).toMatchObject({ page: 2, anchor: '第三条', text: '携犬出户应当束犬链。' })
  })

  it('a citation opens between its neighbours', async () => {
    folder.write(
      'a.md',
      markdown({ id: 'g', title: '指南' }, '## 一\n前文\n\n## 二\n居住证办理\n\n## 三\n后文'),
    )
    await ingestPath(ctx, { path: folder.path })
    const [passage] = await ask('居住证办理')
    const view = await getPassageView(ctx, passage?.passageId ?? '')
    expect(view).toMatchObject({ before: '前文', text: '居住证办理', after: '后文', heading: '二' })
  })

  it('the document around a citation is read on from either end of what was shown', async () => {
    const parts = Array.from({ length: 60 }, (_, at) => `## 第${at}节\n第${at}节的内容`)
    parts[30] = '## 第30节\n居住证办理'
    folder.write('a.md', markdown({ id: 'g', title: '指南' }, parts.join('\n\n')))
    await ingestPath(ctx, { path: folder.path })
    const [passage] = await ask('居住证办理')
    const around = await getDocumentView(ctx, passage?.passageId ?? '')
    expect(around.sections.map(({ heading }) => heading)).toEqual(
      Array.from({ length: 41 }, (_, at) => `第${at + 10}节`),
    )
    expect(around).toMatchObject({ more_before: true, more_after: true })
    const last = await getDocumentView(ctx, around.sections.at(-1)?.passage_id ?? '')
    expect(last.sections.at(-1)).toMatchObject({ heading: '第59节', text: '第59节的内容' })
    expect(last.more_after).toBe(false)
    await expect(getDocumentView(ctx, 'nothing')).rejects.toThrow(NotFoundError)
  })
})

describe('R-KB-6: the gate', () => {
  it('asks for what the city set, where it set something', async () => {
    folder.write(
      'permit.md',
      markdown(
        { id: 'permit', title: '示例指南', level: '指南' },
        '## 办证\n\n到派出所申请示例证。',
      ),
    )
    await ingestPath(ctx, { path: folder.path })
    const question = '示例证怎么申请'
    const shipped = await retrievePassages(ctx, { question })
    expect(shipped.gate).toMatchObject({ answerable: true })
    const config = { ...ctx.config, EVIDENCE_THRESHOLD: 0.99 }
    const { gate } = await retrievePassages({ ...ctx, config }, { question })
    expect(gate).toMatchObject({ answerable: false, threshold: 0.99, score: shipped.gate.score })
  })
})

describe('questions that are no questions', () => {
  it.each(['', '？？？', '😀', 'a'.repeat(50), "'; drop table chunks; --", '{1:1}/3'])(
    'nothing found for %j, no error',
    async (question) => {
      const { passages, gate } = await retrievePassages(ctx, { question })
      expect(passages).toEqual([])
      expect(gate.answerable).toBe(false)
    },
  )
})
