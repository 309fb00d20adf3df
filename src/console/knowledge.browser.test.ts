import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stageDocument } from '../ingestion/index.ts'
import { fitsWidth, seriousFindings, shot } from '../testing/browser.ts'
import { openResident } from '../testing/client.ts'
import { createApp } from '../app.ts'
import { openDesk, PHONE, type Desk } from '../testing/desk.ts'

const OLD = `# 示例市犬只管理办法

## 第一条 登记

饲养犬只应当在二十日内到社区登记，登记免费。

## 第二条 牵引

携犬外出应当使用长度不超过两米的牵引绳。
`
const HOSTILE = `# <img src=x onerror="window.hit=1">办法

## 第一条

<script>window.hit=1</script>饲养犬只应当在十五日内登记。
`

describe('knowledge: author and second person', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk()
    desk.ports.stageDocument = (input) => stageDocument(desk.ports, input)
    await desk.hire('zhoujie', 'kb_editor', '4201')
    await desk.hire('wujie', 'kb_reviewer', '4201')
  })
  afterAll(() => desk.close())

  const pick = (page: Page, name: string, text: string) =>
    page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'text/markdown', buffer: Buffer.from(text) })

  it(
    'upload → passages → try a question → submit → published by another → replaced → withdrawn',
    { timeout: 180_000 },
    async () => {
      const { page, errors } = await desk.openAs('zhoujie', '/console/knowledge')
      await page.getByText('还没有文件').waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, 'knowledge-empty-1280')
      await page.getByRole('button', { name: '添加文件' }).click()
      await pick(page, '犬只管理.md', OLD)
      await page.getByRole('heading', { name: '示例市犬只管理办法' }).waitFor()
      await page.getByText('饲养犬只应当在二十日内').first().waitFor()
      await page.getByPlaceholder('居民会怎么问？').fill('饲养犬只要多少日内到社区登记')
      await page.getByRole('button', { name: '试一试' }).click()
      await page.getByText('本版本').first().waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, 'knowledge-version-1280')
      await page.getByRole('button', { name: '提交审核' }).click()
      await page.getByRole('button', { name: '提交', exact: true }).click()
      await page.getByText('您参与了编写').waitFor()
      expect(await page.getByRole('button', { name: '发布' }).count()).toBe(0)
      const address = new URL(page.url()).pathname

      const second = await desk.openAs('wujie', address)
      await second.page.getByRole('button', { name: '发布' }).click()
      await second.page.getByText('已发布').first().waitFor()
      await second.page.goto(`${desk.base}/console/knowledge`)
      await second.page.getByRole('link', { name: '示例市犬只管理办法' }).click()
      await second.page.getByText('现行有效').waitFor()
      await shot(second.page, 'knowledge-document-1280')

      await page.goto(second.page.url())
      await page.getByRole('button', { name: '上传新版本' }).click()
      await pick(page, '新.md', OLD.replace('二十日', '十五日'))
      await page.getByRole('tab', { name: '与现行版本对比' }).click()
      await page.getByText('新增1句，删去1句').waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, 'knowledge-compare-1280')

      await page.goto(second.page.url())
      await page.getByRole('button', { name: '立即撤下' }).click()
      await page.getByRole('textbox', { name: '理由' }).fill('条文有误')
      await page.getByRole('button', { name: '撤下', exact: true }).click()
      await page.getByText('理由：条文有误').waitFor()
      expect(errors).toEqual([])
    },
  )

  it('a file’s markup stays text', { timeout: 60_000 }, async () => {
    const { page, errors } = await desk.openAs('zhoujie', '/console/knowledge')
    await page.getByRole('button', { name: '添加文件' }).click()
    await pick(page, 'x.md', HOSTILE)
    await page.getByText('饲养犬只应当在十五日内登记').first().waitFor()
    expect(await page.evaluate(() => 'hit' in globalThis)).toBe(false)
    expect(errors).toEqual([])
  })

  it(
    'a gap becomes an article; a topic is switched off; a phone shows it all',
    { timeout: 120_000 },
    async () => {
      const resident = await openResident(createApp(), desk.ports)
      await resident.say('流浪猫绝育去哪里申请')
      const { page, errors } = await desk.openAs('wujie', '/console/knowledge/gaps', PHONE)
      await page.getByText('流浪猫绝育去哪里申请').waitFor()
      expect(await fitsWidth(page)).toBe(true)
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, 'knowledge-gaps-390')
      await page.getByRole('button', { name: '写一篇' }).click()
      await page.getByRole('textbox', { name: '正文' }).fill('请到示例社区登记，由志愿者统一送诊。')
      await page.getByRole('button', { name: '存为草稿' }).click()
      await page.getByText('由志愿者统一送诊').first().waitFor()
      await shot(page, 'knowledge-version-390')
      await page.goto(`${desk.base}/console/knowledge/switches`)
      await page.getByRole('button', { name: '关掉话题' }).click()
      await page.getByRole('textbox', { name: '话题' }).fill('犬只')
      await page.getByRole('combobox', { name: '居民会用到的词' }).fill('养狗、')
      await page.getByRole('textbox', { name: '理由' }).fill('条例正在修订')
      await shot(page, 'knowledge-switch-form-390')
      await page.getByRole('button', { name: '现在关掉' }).click()
      await page.getByText('“犬只”已关掉').waitFor()
      expect(await fitsWidth(page)).toBe(true)
      expect(await seriousFindings(page)).toEqual([])
      await shot(page, 'knowledge-switches-390')
      const another = await openResident(createApp(), desk.ports)
      const said = JSON.stringify(await another.say('养狗要几天内登记'))
      expect(said).toContain('declined_withdrawn_topic')
      await page.getByRole('button', { name: '恢复回答' }).click()
      await page.getByText('没有关掉的话题').waitFor()
      expect(errors).toEqual([])
    },
  )
})
