import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importStations } from '../regions/index.ts'
import { fitsWidth, seriousFindings, shot } from '../testing/browser.ts'
import {
  DESKTOP,
  PHONE,
  startResidentService,
  type ResidentService,
} from '../testing/resident-page.ts'
import { contextOf, staffActor } from '../testing/tickets.ts'

const EXAMPLES = new URL('../../knowledge/tables/stations.example.json', import.meta.url)

describe('R-MAP-3: stations without a map', () => {
  let service: ResidentService
  beforeAll(async () => {
    service = await startResidentService()
  }, 120_000)
  afterAll(() => service.close())

  it('says so while none is registered', async () => {
    const { page, context } = await service.openPage(PHONE)
    await page.getByRole('button', { name: '更多' }).click()
    await page.getByRole('navigation').getByRole('button', { name: '附近驿站和服务点' }).click()
    await page.getByText('这里还没有登记服务点').waitFor()
    await context.close()
  })

  it.each([
    [320, { width: 320, height: 640 }],
    [390, PHONE],
    [1280, DESKTOP],
  ])(
    'by area, by kind and by distance at %i px; examples and old entries say what they are',
    { timeout: 120_000 },
    async (width, viewport) => {
      const geojson = JSON.parse(readFileSync(EXAMPLES, 'utf8')) as { features: unknown[] }
      await importStations(contextOf(service.ports, staffActor('admin', '4201')), { geojson })
      await service.database.sql`
        update region_stations set verified_at = '2020-01-01' where id = 'demo-station-1'`
      const { page, context, errors } = await service.openPage(viewport)
      await context.grantPermissions(['geolocation'])
      await context.setGeolocation({ latitude: 30.5, longitude: 114.3, accuracy: 20 })
      await page.getByRole('button', { name: '更多' }).click()
      await page.getByRole('navigation').getByRole('button', { name: '附近驿站和服务点' }).click()
      const items = page.locator('.station')
      await expect.poll(() => items.count()).toBe(geojson.features.length)
      expect(await page.getByText('示例数据', { exact: true }).count()).toBe(
        geojson.features.length,
      )
      expect(await page.getByText('信息待核实').count()).toBeGreaterThan(0)
      await page.getByRole('button', { name: '按离我的远近排' }).click()
      await page
        .locator('.station-tags')
        .getByText(/公里|米/)
        .first()
        .waitFor()
      const far = await items.locator('.station-tags').allTextContents()
      const metres = far.map((text) => {
        const [, amount = '0', unit] = /([\d.]+)(公里|米)/.exec(text) ?? []
        return Number(amount) * (unit === '公里' ? 1000 : 1)
      })
      expect(metres).toEqual(metres.toSorted((a, b) => a - b))
      expect(await seriousFindings(page)).toEqual([])
      expect(await fitsWidth(page)).toBe(true)
      await shot(page, `stations-${width}`)
      await page.getByLabel('区', { exact: true }).selectOption({ label: '硚口区' })
      await page.getByText('这里还没有登记服务点').waitFor()
      expect(errors).toEqual([])
      await context.close()
    },
  )
})
