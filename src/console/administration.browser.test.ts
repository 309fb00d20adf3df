import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createModels } from '../llm/index.ts'
import { systemClock } from '../shared/clock.ts'
import { fitsWidth, seriousFindings, shot } from '../testing/browser.ts'
import { fileByChat, openDesk, PASSWORD, PHONE, type Desk } from '../testing/desk.ts'
import { startOpenAiStub } from '../testing/openai-stub.ts'

const ADMIN = '/console/administration'

describe('the administrator’s pages', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk()
    await desk.hire('guanli', 'admin', '4201')
    await desk.hire('shenji', 'auditor', '4201')
    await desk.hire('jiejia', 'community', '420106')
    await desk.hire('zhongxin', 'city', '4201')
  })
  afterAll(() => desk.close())

  const choose = async (page: Page, field: string, option: string): Promise<void> => {
    await page.getByRole('combobox', { name: field }).click()
    await page.locator('.ant-select-dropdown:visible').getByText(option, { exact: true }).click()
    await page.keyboard.press('Escape')
  }
  const confirm = (page: Page): Locator =>
    page.locator('.ant-popconfirm').getByRole('button', { name: '确定' })
  const checked = async (page: Page, name: string): Promise<void> => {
    expect(await fitsWidth(page)).toBe(true)
    expect(await seriousFindings(page)).toEqual([])
    await shot(page, name)
  }

  it(
    'R-ROLE-1: invites a colleague, changes the rights, resets, signs out, closes',
    { timeout: 180_000 },
    async () => {
      const { page, errors } = await desk.openAs('guanli', ADMIN)
      await page.getByRole('link', { name: '示例jiejia' }).waitFor()
      await checked(page, 'administration-people-1280')

      await page.getByRole('button', { name: '邀请同事' }).click()
      await choose(page, '角色', '街道')
      await choose(page, '负责区域', '武昌区')
      await shot(page, 'administration-invite-1280')
      await page.getByRole('button', { name: '生成链接' }).click()
      const link = await page.locator('.once-secret').innerText()
      await checked(page, 'administration-link-1280')
      await page.getByRole('button', { name: '我已复制' }).click()

      const guest = await desk.open(link.trim().slice(desk.base.length))
      await guest.page.getByLabel('姓名').fill('示例新同事')
      await guest.page.getByLabel('用户名').fill('xintongshi')
      await guest.page.getByLabel('密码').fill(PASSWORD)
      await guest.page.getByRole('button', { name: '创建账号' }).click()
      await guest.page.getByRole('navigation', { name: '工作台' }).waitFor()

      await page.reload()
      await page.getByRole('link', { name: '示例新同事' }).click()
      await page.getByRole('heading', { name: '示例新同事' }).waitFor()
      await choose(page, '角色', '督办质检')
      await page.getByRole('button', { name: '保存' }).click()
      await page.getByText('从下一次操作起生效').waitFor()
      const rights = await guest.page.evaluate(async () => (await fetch('/api/staff/me')).json())
      expect(rights).toMatchObject({
        me: { roles: ['street', 'supervisor'], areaPrefixes: ['420106'] },
      })
      await page.getByText('Chrome · Linux').waitFor()
      await checked(page, 'administration-person-1280')

      await page.getByRole('button', { name: '退出这台设备' }).click()
      await confirm(page).click()
      await page.getByText('现在没有登录').waitFor()
      expect(await guest.page.evaluate(async () => (await fetch('/api/staff/me')).status)).toBe(401)

      await page.getByRole('button', { name: '关闭账号' }).click()
      await confirm(page).click()
      await page.getByText('已关闭', { exact: true }).waitFor()
      await page.getByRole('button', { name: '重新启用账号' }).click()
      await page.getByText('启用', { exact: true }).waitFor()

      await page.getByRole('button', { name: '生成重设密码链接' }).click()
      expect(await page.locator('.once-secret').innerText()).toContain('kind=reset#')
      expect(errors).toEqual([])
      await guest.context.close()
    },
  )

  it(
    'runs a job; the audit log tells it and its chain is whole',
    { timeout: 120_000 },
    async () => {
      const { page, errors } = await desk.openAs('guanli', `${ADMIN}/jobs`)
      const row = page.getByRole('row', { name: /到期资料清理/ })
      await row.getByRole('button', { name: '立即执行' }).click()
      await page.getByText('“到期资料清理”已执行').waitFor()
      await row.getByText('正常').waitFor()
      await checked(page, 'administration-jobs-1280')

      await page.getByRole('link', { name: '操作日志' }).click()
      await page.getByRole('cell', { name: '立即执行任务' }).first().waitFor()
      await page.getByRole('button', { name: '核对记录是否完整' }).click()
      await page.getByText('没有被改动').waitFor()
      await checked(page, 'administration-audit-1280')

      await desk.database.sql`alter table audit_log disable trigger user`
      await desk.database.sql`update audit_log set details = '{"by":"me"}' where action = 'job.run'`
      await desk.database.sql`alter table audit_log enable trigger user`
      await page.getByRole('button', { name: '核对记录是否完整' }).click()
      await page.getByText('与前一条不相连').waitFor()
      expect(errors).toEqual([])
    },
  )

  it(
    'R-ROLE-2: an auditor sees who read an identity, and no people',
    { timeout: 120_000 },
    async () => {
      const auditor = await desk.openAs('shenji', `${ADMIN}/identity`, PHONE)
      await auditor.page.getByText('还没有人查看过居民身份').waitFor()
      await checked(auditor.page, 'administration-identity-empty-390')
      const { no } = await fileByChat(desk.ports, { words: '紫阳路示例小区路灯坏了三天没人修' })
      const reader = await desk.openAs('zhongxin', '/console')
      const read = await reader.page.evaluate(
        async (path) =>
          (
            await fetch(path, {
              method: 'POST',
              headers: { 'Content-Type': 'application/json' },
              body: JSON.stringify({ purpose: '核实<b>地址</b>' }),
            })
          ).status,
        `/api/staff/tickets/${no}/reporter`,
      )
      expect(read).toBe(200)
      await auditor.page.reload()
      await auditor.page.getByRole('cell', { name: '核实<b>地址</b>' }).waitFor()
      await auditor.page.getByRole('cell', { name: '示例zhongxin' }).waitFor()
      await checked(auditor.page, 'administration-identity-390')
      expect(await auditor.page.getByRole('link', { name: '人员', exact: true }).count()).toBe(0)
      await auditor.page.getByRole('link', { name: '定时任务' }).click()
      await auditor.page.getByText('工单时限与自动办结').waitFor()
      expect(await auditor.page.getByRole('button', { name: '立即执行' }).count()).toBe(0)
      expect(auditor.errors).toEqual([])
    },
  )

  it(
    'a phone shows people; what fails to load says so and is tried again',
    { timeout: 120_000 },
    async () => {
      const { page, errors } = await desk.openAs('guanli', '/console', PHONE)
      await page.route('**/api/staff/people', (route) => route.abort())
      await page.goto(`${desk.base}${ADMIN}/people`)
      await page.getByText('没有加载成功').waitFor()
      await checked(page, 'administration-error-390')
      await page.unroute('**/api/staff/people')
      await page.getByRole('button', { name: '重试' }).click()
      await page.getByRole('link', { name: '示例jiejia' }).waitFor()
      await checked(page, 'administration-people-390')
      await page.getByRole('link', { name: '示例jiejia' }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: '角色与范围' }).waitFor()
      await checked(page, 'administration-person-390')
      expect(errors).toEqual([])
    },
  )

  it('keys are shown once and revoked; a public receiver only', { timeout: 120_000 }, async () => {
    const { page, errors } = await desk.openAs('guanli', `${ADMIN}/keys`)
    await page.getByText('还没有接口密钥').waitFor()
    await page.getByRole('button', { name: '新增接口密钥' }).click()
    await page.getByRole('textbox', { name: '名称' }).fill('示例区平台')
    await page.getByRole('button', { name: '新增', exact: true }).click()
    const key = (await page.locator('.once-secret').innerText()).trim()
    await checked(page, 'administration-keys-1280')
    const search = (): Promise<number> =>
      page.evaluate(
        async (bearer) =>
          (await fetch('/v1/models', { headers: { Authorization: `Bearer ${bearer}` } })).status,
        key,
      )
    expect(await search()).toBe(200)
    await page.getByRole('button', { name: '我已复制' }).click()
    await page.getByRole('button', { name: '停用：示例区平台' }).click()
    await confirm(page).click()
    await page.getByText('已停用', { exact: true }).first().waitFor()
    expect(await search()).toBe(401)

    await page.getByRole('button', { name: '新增网站密钥' }).click()
    await page.getByRole('textbox', { name: '名称' }).fill('示例网站')
    await page.getByRole('combobox', { name: '允许的网站' }).fill('https://www.example.gov.cn,')
    await page.getByRole('button', { name: '新增', exact: true }).click()
    await page.getByRole('cell', { name: 'https://www.example.gov.cn' }).waitFor()

    await page.getByRole('link', { name: '消息推送' }).click()
    await page.getByText('还没有接收方').waitFor()
    await page.getByRole('button', { name: '新增接收方' }).click()
    await page.getByRole('textbox', { name: '名称' }).fill('示例平台')
    await page.getByRole('textbox', { name: '接收地址' }).fill('http://10.0.0.1/hook')
    await page.getByRole('button', { name: '新增', exact: true }).click()
    await page.getByText('不能使用这个接收地址').waitFor()
    await page.getByRole('textbox', { name: '接收地址' }).fill('https://hook.example.gov.cn/gw')
    await page.getByRole('button', { name: '新增', exact: true }).click()
    await page.getByText('whsec_').waitFor()
    await page.getByRole('button', { name: '我已复制' }).click()
    await desk.database.sql`insert into webhook_events (id, type, at, payload)
      values ('msg_dead', 'ticket.created', now(), '{}')`
    await desk.database.sql`insert into webhook_deliveries
        (event_id, endpoint_id, next_attempt_at, status, attempts, last_status)
      select 'msg_dead', id, now(), 'dead', 8, 500 from webhook_endpoints`
    await page.reload()
    await page.getByText('失败1').waitFor()
    await checked(page, 'administration-webhooks-1280')
    await page.getByRole('button', { name: '重新推送', exact: true }).click()
    await page.getByText('没有失败的消息').waitFor()
    await page.getByText('等待1').waitFor()
    await page.getByRole('button', { name: '停用：示例平台' }).click()
    await page.getByText('已停', { exact: true }).waitFor()
    await page.setViewportSize(PHONE)
    await checked(page, 'administration-webhooks-390')
    expect(errors).toEqual([])
  })

  it(
    'a help line is corrected and restored, 110 is not; R-PRV-4: retention tells what it deleted',
    { timeout: 120_000 },
    async () => {
      const { page, context, errors } = await desk.openAs('guanli', `${ADMIN}/settings`)
      const line = page.getByRole('row', { name: /^12338/ })
      await line.waitFor()
      await page.getByRole('row', { name: /^110 / }).getByText('不能修改').waitFor()
      expect(await page.getByRole('button', { name: '更正：110' }).count()).toBe(0)
      const correct = async (note: string, day: string): Promise<void> => {
        await page.getByRole('button', { name: '更正：12338' }).click()
        const dialog = page.getByRole('dialog', { name: '更正12338' })
        await dialog.getByLabel('说明').fill(note)
        await dialog.getByLabel('来源').fill('示例：电话核实')
        await dialog.getByLabel('核对日期').fill(day)
        if (day !== '') await checked(page, 'administration-number-1280')
        await dialog.getByRole('button', { name: '保存' }).click()
        await dialog.waitFor({ state: 'detached' })
      }
      await correct('示例说明', '')
      await line.getByText('待核对，居民仍看原来的').waitFor()
      await correct('示例说明', '2026-01-15')
      await line.getByText('已更正').waitFor()
      await line.getByText('2026-01-15').waitFor()
      await checked(page, 'administration-numbers-1280')
      await page.getByRole('button', { name: '恢复原来的：12338' }).click()
      await page.locator('.ant-popconfirm').getByRole('button', { name: '恢复原来的' }).click()
      await line.getByText('已更正').waitFor({ state: 'detached' })
      await page.evaluate(() => fetch('/api/console/jobs/retention/runs', { method: 'POST' }))
      await page.reload()
      const report = page.getByRole('region', { name: '到期资料清理了什么' })
      await report.getByText('做完').first().waitFor()
      await report.getByText(/^下次清理：/).waitFor()
      await report.getByText('做完').first().scrollIntoViewIfNeeded()
      await checked(page, 'administration-retention-1280')
      expect(errors).toEqual([])
      await context.close()
    },
  )

  it('the share of wrong suggestions is set by a click', { timeout: 120_000 }, async () => {
    const { page, context, errors } = await desk.openAs('guanli', `${ADMIN}/settings`)
    const share = page.getByRole('spinbutton', { name: /抽查比例/ })
    const save = page.getByRole('button', { name: '保存比例' })
    await share.waitFor()
    expect(Number(await share.inputValue())).toBe(0)
    await share.fill('2.5')
    await save.click()
    await expect
      .poll(() => desk.database.sql`select value from settings where key = 'review.seeding'`, {
        timeout: 10_000,
      })
      .toEqual([{ value: { percent: 2.5 } }])
    await page.reload()
    await share.waitFor()
    expect(Number(await share.inputValue())).toBe(2.5)
    await share.fill('0')
    await save.click()
    await expect
      .poll(() => desk.database.sql`select value from settings where key = 'review.seeding'`, {
        timeout: 10_000,
      })
      .toEqual([{ value: { percent: 0 } }])
    expect(errors).toEqual([])
    await context.close()
  })

  it('R-PRV-6: settings say what the service runs by', { timeout: 120_000 }, async () => {
    const { page, errors } = await desk.openAs('zhongxin', `${ADMIN}/settings`)
    await page.getByText('没有配置模型').waitFor()
    await page.getByText('不允许').waitFor()
    await page.getByRole('cell', { name: '参照北京草案、晴隆县（报道）' }).waitFor()
    expect(await page.locator('.subnav a').allInnerTexts()).toEqual([
      '辖区数据',
      '分类目录',
      '设置',
    ])
    await checked(page, 'administration-settings-1280')
    await page.setViewportSize(PHONE)
    await checked(page, 'administration-settings-390')
    expect(errors).toEqual([])
  })

  it(
    'R-MAP-1: a table with a wrong row says where; the rest only when asked',
    { timeout: 120_000 },
    async () => {
      const { page, errors } = await desk.openAs('zhongxin', `${ADMIN}/areas`)
      await page.getByRole('cell', { name: '兜底受理台' }).waitFor()
      const table = `id,name,level,kind,division_code,categories,catch_all
shili-jiedao,示例街道办事处,street,government,420106012,,true
shili-bu,<img src=x onerror="window.hit=1">,street,government,429999999,,false
`
      await page
        .getByRole('region', { name: '单位名录' })
        .locator('input[type=file]')
        .setInputFiles({ name: '单位.csv', mimeType: 'text/csv', buffer: Buffer.from(table) })
      await page.getByText('没有导入：有1处不对').waitFor()
      await page.getByRole('cell', { name: '没有这个区划代码' }).waitFor()
      await checked(page, 'administration-areas-1280')
      await page.getByRole('button', { name: '只导入没有问题的' }).click()
      await page.getByText('已导入1条，跳过1处').waitFor()
      await page.getByRole('cell', { name: '示例街道办事处' }).waitFor()
      await page.setViewportSize(PHONE)
      await checked(page, 'administration-areas-390')
      expect(await page.evaluate(() => 'hit' in globalThis)).toBe(false)
      expect(errors).toEqual([])
    },
  )

  it(
    'tests the model: how long it took, or what it said instead',
    { timeout: 120_000 },
    async () => {
      const stub = await startOpenAiStub()
      const config = {
        ...desk.ports.config,
        OPENAI_BASE_URL: stub.baseUrl,
        CHAT_MODEL: 'shili-model',
        MODEL_TIMEOUT_MS: 1_000,
      }
      Object.assign(desk.ports, { config }, createModels(config, { clock: systemClock }))
      const { page, errors } = await desk.openAs('guanli', `${ADMIN}/settings`)
      await page.getByRole('button', { name: '测试连接' }).click()
      await page.getByText(/^shili-model在\d+毫秒内回答/).waitFor()
      await checked(page, 'administration-model-1280')
      stub.answerWith({ kind: 'status', status: 500 })
      await page.getByRole('button', { name: '测试连接' }).click()
      await page.locator('.ant-message-error').waitFor()
      expect(await page.getByText(/毫秒内回答/).count()).toBe(0)
      expect(errors).toEqual([])
      await stub.close()
    },
  )
})
