import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { deleteDocument, ingestPath } from '../ingestion/index.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import {
  knowledgeContext,
  markdown,
  testFolder,
  type KnowledgeContext,
  type TestFolder,
} from '../testing/knowledge.ts'
import { replaceLexicon, retrievePassages } from './index.ts'

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

const ask = async (question: string) => (await retrievePassages(ctx, { question })).passages
const titles = (passages: readonly { title: string }[]) => passages.map((passage) => passage.title)

describe('level and words', () => {
  it('R-KB-2: only the levels asked for', async () => {
    for (const [id, level] of [
      ['code', '法律'],
      ['guide', '指南'],
      ['news', '新闻'],
    ] as const) {
      folder.write(
        `${id}.md`,
        markdown({ id, title: `养犬${level}`, level }, '## 犬\n养犬登记应当办理。'),
      )
    }
    await ingestPath(ctx, { path: folder.path })
    const { passages } = await retrievePassages(ctx, {
      question: '养犬登记',
      levels: ['法律', '指南'],
    })
    expect(titles(passages).toSorted()).toEqual(['养犬指南', '养犬法律'].toSorted())
  })

  it.each([
    '武政规〔2024〕5号',
    '武政规[2024]第5号',
    '武政规（２０２４）５号',
    '根据武政规2024年5号文件',
  ])(
    'bug class 4: %s finds the document of that 文号 before those that name it and those like it',
    async (question) => {
      const notice = (id: string, docNo: string, text: string) =>
        folder.write(
          `${id}.md`,
          markdown(
            { id, title: `通知${id}`, level: '规范性文件', doc_no: docNo, jurisdiction: '420100' },
            `## 内容\n${text}`,
          ),
        )
      notice('other', '武政规〔2024〕15号', '示例停车管理。')
      notice('elsewhere', '鄂政规〔2024〕5号', '示例停车管理。')
      notice('citing', '武政办〔2025〕7号', '落实武政规〔2024〕5号。')
      notice('right', '武政规〔2024〕5号', '示例停车管理的规定，自发布之日起施行。')
      await ingestPath(ctx, { path: folder.path })
      expect((await ask(question))[0]?.title).toBe('通知right')
    },
  )

  it.each([
    ['民法典278条', '第二百七十八条'],
    ['民法典第二七八条', '第二百七十八条'],
    ['民法典第278條', '第二百七十八条'],
    ['民法典第２７８条', '第二百七十八条'],
    ['民法典第二百七十八条', '第二百七十八条'],
    ['民法典第二百七十四条之一', '第二百七十四条之一'],
    ['民法典第274条之1', '第二百七十四条之一'],
    ['上海交通大學', '第九条'],
    ['三碼', '第十条'],
  ])('bug class 4: %s finds %s', async (question, articleNo) => {
    const articles = [
      '第八条 上海的交通、大学的设置，由市人民政府规定。',
      '第九条 上海交通大学的学生可以申请。',
      '第十条 门禁实行三码合一。',
      '第十一条 三个二维码分别张贴。',
      '第二百七十四条 建筑区划内的道路，属于业主共有。',
      '第二百七十四条之一 建筑区划内的绿地，属于业主共有。',
      '第二百七十七条 业主可以设立业主大会。',
      '第二百七十八条 下列事项由业主共同决定。',
      '第二百八十七条 业主对侵害有权请求承担责任。',
    ]
    folder.write('code.txt', articles.join('\n'))
    await ingestPath(ctx, { path: folder.path, defaults: { title: '民法典', level: '法律' } })
    expect((await ask(question))[0]?.articleNo).toBe(articleNo)
  })

  it('an everyday word finds the rule that writes the official one', async () => {
    await replaceLexicon(database.sql, [{ everyday: '小哥', official: ['外卖骑手', '快递员'] }])
    folder.write('a.md', markdown({ id: 'a', title: '公寓办法' }, '## 租住\n快递员可以申请租住。'))
    folder.write('b.md', markdown({ id: 'b', title: '车位办法' }, '## 车位\n车位可以出租。'))
    await ingestPath(ctx, { path: folder.path })
    expect(titles(await ask('小哥'))).toEqual(['公寓办法'])
    // An editor's change is the whole change.
    await replaceLexicon(database.sql, [])
    expect(titles(await ask('小哥'))).toEqual([])
  })
})

describe('wrong characters', () => {
  const RULES = [
    '## 第九条\n公安机关应当自受理之日起十五日内制作发放居住证。',
    '## 第十条\n居住证每年签注一次。居住证持有人应当在期满前申请签注。',
    '## 第十二条\n居住证持有人享受义务教育。',
    '## 第十三条\n居住证持有人可以申领驾驶证。',
  ]

  beforeEach(async () => {
    const permit = { id: 'permit', title: '居住证暂行条例', level: '法律' }
    const other = { id: 'property', title: '物业条例', level: '法律' }
    folder.write('permit.md', markdown(permit, RULES.join('\n\n')))
    folder.write(
      'property.md',
      markdown(
        other,
        '## 第一条\n物业费按合同交。\n\n## 第二条\n装修应当告知。\n\n## 第三条\n停车收费公示。',
      ),
    )
    await ingestPath(ctx, { path: folder.path })
  })

  it('bug class 4: the answer is found by the word that was meant, and says by which', async () => {
    const found = await retrievePassages(ctx, { question: '居主证多久签注' })
    expect(found.gate.answerable).toBe(true)
    expect(found.passages[0]?.articleNo).toBe('第十条')
    expect(found.respelled).toEqual([{ written: '居主证', meant: '居住证' }])
    expect(found.trace.question).toBe('居主证多久签注')
    expect(found.trace.notes).toContain('word: 居主证 → 居住证')
  })

  it('a guess that leads to no answer changes nothing', async () => {
    const found = await retrievePassages(ctx, { question: '隔壁王家的居主证值多少美元彩票号码' })
    expect(found.respelled).toEqual([])
    expect(found.trace.notes.filter((note) => note.startsWith('word: '))).toEqual([])
  })

  it('bug class 1: the word goes with the documents that had it', async () => {
    const question = '居主证多久签注'
    expect((await retrievePassages(ctx, { question })).respelled).not.toEqual([])
    await deleteDocument(ctx, { slug: 'permit' })
    const found = await retrievePassages(ctx, { question })
    expect(found.respelled).toEqual([])
    expect(found.trace.notes).toEqual([])
  })
})
