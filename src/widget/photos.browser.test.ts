import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fitsWidth, seriousFindings, shot } from '../testing/browser.ts'
import {
  DESKTOP,
  PHONE,
  startResidentService,
  type ResidentService,
} from '../testing/resident-page.ts'

const PICTURE = fileURLToPath(new URL('../../.docs/draft.png', import.meta.url))
const HEIC = {
  name: 'IMG_0001.HEIC',
  mimeType: 'image/heic',
  buffer: Buffer.from([0, 0, 0, 24, ...Buffer.from('ftypheic'), 0, 0, 0, 0]),
}

describe('photos and place in the draft card', () => {
  let service: ResidentService
  beforeAll(async () => {
    service = await startResidentService()
  }, 120_000)
  afterAll(() => service.close())

  it.each([
    [320, { width: 320, height: 640 }],
    [390, PHONE],
    [1280, DESKTOP],
  ])(
    'are chosen, shown, taken back and confirmed with the ticket at %i px',
    { timeout: 120_000 },
    async (width, viewport) => {
      const { page, context, errors } = await service.openPage(viewport)
      await context.grantPermissions(['geolocation', 'clipboard-write'])
      await context.setGeolocation({ latitude: 30.5, longitude: 114.3, accuracy: 20 })
      await page
        .getByRole('textbox', { name: '输入您的问题' })
        .fill(`示例小区${width}栋的路灯坏了，已经三天了没人修`)
      await page.getByRole('button', { name: '发送' }).click()
      await page.getByRole('button', { name: '添加照片' }).waitFor()
      const chooser = page.locator('.photos input[type=file]')
      await chooser.setInputFiles([PICTURE, PICTURE])
      await page.getByRole('img', { name: '第2张照片' }).waitFor()
      await chooser.setInputFiles(HEIC)
      await page.getByText(/HEIC 照片/).waitFor()
      expect(await page.locator('.photos img').count()).toBe(2)
      await page.getByRole('button', { name: /^删除.*第2张照片/ }).click()
      await page.getByRole('img', { name: '第2张照片' }).waitFor({ state: 'detached' })
      expect(await seriousFindings(page)).toEqual([])
      expect(await fitsWidth(page)).toBe(true)
      await page.locator('.photos').scrollIntoViewIfNeeded()
      await shot(page, `draft-photos-${width}`)
      await page.getByRole('button', { name: '修改 所在社区' }).click()
      await page.getByLabel('区', { exact: true }).selectOption({ label: '武昌区' })
      await page.getByLabel('街道', { exact: true }).selectOption({ label: '南湖街道' })
      const communities = page.getByLabel('社区', { exact: true }).locator('option')
      await expect.poll(() => communities.count()).toBeGreaterThan(2)
      await shot(page, `draft-place-${width}`)
      expect(await seriousFindings(page)).toEqual([])
      await page.getByRole('button', { name: '改好了 所在社区' }).click()
      await page.getByText('武昌区南湖街道', { exact: true }).waitFor()
      await page.getByRole('button', { name: '附上我现在的定位' }).click()
      await page.getByText('已附上定位，误差约20米').waitFor()
      await page.getByRole('button', { name: '确认提交' }).click()
      const saved = page.waitForEvent('download')
      await page.getByRole('button', { name: '存为图片' }).click()
      const picture = readFileSync(await (await saved).path())
      expect([...picture.subarray(1, 4)]).toEqual([...Buffer.from('PNG')])
      await shot(page, `confirmed-${width}`)
      const photos = await service.database.sql<{ type: string }[]>`
        select b.content_type as type from photos p join blobs b on b.id = p.id
        join tickets t on t.id = p.ticket_id where t.address like ${`%${width}栋%`}`
      expect(photos).toEqual([{ type: 'image/jpeg' }])
      const [ticket] = await service.database.sql<{ division: string; lat: number }[]>`
        select division_code as division, (location->>'lat')::float8 as lat from tickets
        where address like ${`%${width}栋%`}`
      expect(ticket?.division).toMatch(/^420106\d{3}$/)
      expect(ticket?.lat).toBeCloseTo(30.5, 3)
      expect(errors).toEqual([])
      await context.close()
    },
  )
})
