import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../shared/actor.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { distanceMetres, fromWgs84, toWgs84 } from './coordinates.ts'
import { findGrid, findUnitFor, listGrids } from './find-unit.ts'
import { importGrids, importUnits } from './import-tables.ts'
import examples from '../../knowledge/tables/stations.example.json' with { type: 'json' }
import { readStations } from './read-stations.ts'
import { importStations, listStations } from './stations.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const NOW = new Date('2026-11-23T02:00:00Z')
const clock = { now: (): Date => NOW }
const editor: Actor = { kind: 'system', job: 'import' }
const ctx = (actor: Actor = editor) => ({ sql: database.sql, clock, actor })
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

const GRIDS = [
  'id,name,division_code',
  '420106012000001,示例一网格,420106012',
  '420106011000001,"示例二,网格",420106011',
].join('\r\n')

describe('importGrids', () => {
  it('takes a good table, quoted commas and Windows line ends included', async () => {
    expect(await importGrids(ctx(), { bytes: bytes(`\uFEFF${GRIDS}\r\n`) })).toEqual({
      imported: 2,
      problems: [],
    })
    expect(await findGrid(ctx(), { divisionCode: '420106011' })).toMatchObject({
      grid: { name: '示例二,网格' },
    })
    expect(await findGrid(ctx(), { divisionCode: '420106' })).toMatchObject({
      grid: null,
      candidates: [{}, {}],
    })
  })

  it('names line and field of every wrong row and imports nothing', async () => {
    const table = [
      'id,name,division_code',
      '420111001000001,示例好网格,420111001',
      '42011100100000,示例短码,420111001',
      '420111001000003,示例未知,420199001',
      '420111001000001,示例重复,420111001',
      '420102002000001,示例错区,420111001',
      '420111001000006,,420111001',
      '420111000000007,示例太大,420111',
    ].join('\n')
    const report = await importGrids(ctx(), { bytes: bytes(table) })
    expect(report.imported).toBe(0)
    expect(report.problems.map(({ line, field, code }) => `${line} ${field} ${code}`)).toEqual([
      '3 id bad_code',
      '4 division_code unknown_division',
      '5 id duplicate_id',
      '6 id wrong_prefix',
      '7 name missing',
      '8 division_code wrong_level',
    ])
    expect(await listGrids(ctx(), { area: '420111' })).toEqual([])
    const partial = await importGrids(ctx(), { bytes: bytes(table), partial: true })
    expect(partial.imported).toBe(1)
    expect(await listGrids(ctx(), { area: '420111' })).toHaveLength(1)
  })

  it('recognises a table that is not UTF-8 and imports nothing even partially', async () => {
    // 网格 in GB18030.
    const gbk = new Uint8Array([
      ...bytes('id,name,division_code\n420106012000009,'),
      0xcd,
      0xf8,
      0xb8,
      0xf1,
      ...bytes(',420106012'),
    ])
    const report = await importGrids(ctx(), { bytes: gbk, partial: true })
    expect(report).toMatchObject({
      imported: 0,
      problems: [{ line: 1, code: 'encoding', value: 'gb18030' }],
    })
    const wide = await importGrids(ctx(), { bytes: new Uint8Array([0xff, 0xfe, 0x69, 0x00]) })
    expect(wide.problems).toMatchObject([{ code: 'encoding', value: 'utf-16' }])
  })

  it('names missing columns', async () => {
    const report = await importGrids(ctx(), { bytes: bytes('编号,名称\n1,2') })
    expect(report.problems.map(({ field, code }) => `${field} ${code}`)).toEqual([
      'id missing_column',
      'name missing_column',
      'division_code missing_column',
    ])
  })

  it('keeps the line numbers right behind a cell with a line break', async () => {
    const report = await importGrids(ctx(), {
      bytes: bytes(
        'id,name,division_code\n420106012000011,"示例\n网格",420106012\nx,示例,420106012',
      ),
    })
    expect(report.problems).toMatchObject([{ line: 4, field: 'id' }])
  })

  it('refuses a grid worker', async () => {
    const worker: Actor = {
      kind: 'staff',
      id: 's',
      name: '示例',
      roles: ['grid_worker'],
      areaPrefixes: ['420106'],
      gridIds: [],
    }
    await expect(importGrids(ctx(worker), { bytes: bytes(GRIDS) })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })
})

describe('findUnitFor', () => {
  const find = (
    divisionCode: string | null,
    categoryCode: string | null,
    unitRule = 'street_general',
  ) => findUnitFor(ctx(), { divisionCode, categoryCode, unitRule })

  it('falls to the catch-all desk before any unit is imported', async () => {
    expect(await find('420106012', 'E06010')).toMatchObject({
      id: 'unit_catch_all',
      catch_all: true,
    })
    expect(await find(null, null)).toMatchObject({ id: 'unit_catch_all' })
  })

  it('prefers the named category, then the kind, then the smallest area', async () => {
    const table = [
      'id,name,level,kind,division_code,categories,catch_all',
      'u-street,示例街道办,street,street_general,420106012,,',
      'u-cgzx,示例街道城管中心,street,street_city_management,420106012,,',
      'u-district,示例区住建局,district,department,420106,L02 L0105,',
      'u-desk,示例区受理台,district,desk,420106,,true',
    ].join('\n')
    expect(await importUnits(ctx(), { bytes: bytes(table) })).toEqual({ imported: 4, problems: [] })
    expect(await find('420106012003', 'L0201')).toMatchObject({ id: 'u-district' })
    expect(await find('420106012003', 'E06010', 'street_city_management')).toMatchObject({
      id: 'u-cgzx',
    })
    expect(await find('420106012', 'L1001')).toMatchObject({ id: 'u-street' })
    expect(await find('420106011', 'L1001')).toMatchObject({ id: 'u-desk' })
    expect(await find('420111001', 'L1001')).toMatchObject({ id: 'unit_catch_all' })
  })

  it('reports wrong levels, codes and flags with their lines', async () => {
    const table =
      'id,name,level,kind,division_code,categories,catch_all\nu1,示例,village,desk,420106,06010,maybe'
    const { problems } = await importUnits(ctx(), { bytes: bytes(table) })
    expect(problems.map(({ line, field }) => `${line} ${field}`)).toEqual([
      '2 categories',
      '2 catch_all',
      '2 level',
    ])
  })
})

type Overrides = { id?: string; lon?: number; lat?: number; [name: string]: unknown }
function feature({ id = 'st-1', lon = 114.3055, lat = 30.5928, ...more }: Overrides = {}) {
  return {
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [lon, lat] },
    properties: {
      id,
      name: '示例驿站',
      type: 'jiangcheng_station',
      address: '示例地址',
      division_code: '420102002',
      services: ['water', 'rest'],
      source: '示例数据',
      source_crs: 'wgs84',
      verified_at: '2026-11-01',
      example: true,
      ...more,
    },
  }
}
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features })

describe('coordinates', () => {
  const point = { lon: 114.3055, lat: 30.5928 }

  it('R-MAP-1: the known point shifts by 586 m under GCJ-02 and comes back within 0.1 m', () => {
    const shifted = fromWgs84(point, 'gcj02')
    expect(distanceMetres(point, shifted)).toBeGreaterThan(580)
    expect(distanceMetres(point, shifted)).toBeLessThan(592)
    expect(distanceMetres(point, toWgs84(shifted, 'gcj02'))).toBeLessThan(0.1)
    expect(distanceMetres(point, toWgs84(fromWgs84(point, 'bd09'), 'bd09'))).toBeLessThan(0.5)
  })
})

describe('stations', () => {
  it.each([
    ['an undeclared system', feature({ source_crs: undefined }), 'crs_not_declared'],
    ['latitude first', feature({ lon: 30.5928, lat: 114.3055 }), 'out_of_range'],
    ['another city', feature({ lon: 116.4, lat: 39.9 }), 'outside_city'],
    ['an unknown division', feature({ division_code: '420199' }), 'unknown_division'],
    [
      'a ring that is not closed',
      {
        ...feature(),
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [114.3, 30.5],
              [114.4, 30.5],
              [114.4, 30.6],
              [114.3, 30.6],
            ],
          ],
        },
      },
      'bad_ring',
    ],
    [
      'a ring that runs with the clock',
      {
        ...feature(),
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [114.3, 30.5],
              [114.3, 30.6],
              [114.4, 30.6],
              [114.3, 30.5],
            ],
          ],
        },
      },
      'bad_ring',
    ],
  ])('R-MAP-1: refuses %s', async (_, wrong, code) => {
    expect(await importStations(ctx(), { geojson: collection(wrong) })).toMatchObject({
      imported: 0,
      problems: [{ index: 0, code }],
    })
  })

  it('R-MAP-1: refuses a second entry within 20 m and a repeated id', async () => {
    const report = await importStations(ctx(), {
      geojson: collection(feature(), feature({ id: 'st-2', lat: 30.5929 }), feature({ lat: 30.7 })),
    })
    expect(report.imported).toBe(0)
    expect(report.problems.map(({ code }) => code)).toEqual(['duplicate_place', 'duplicate_id'])
  })

  it('R-MAP-3: lists the nearest first, or by area without any position', async () => {
    const far = feature({
      id: 'st-far',
      lat: 30.7,
      division_code: '420116',
      verified_at: '2026-01-02',
    })
    expect(await importStations(ctx(), { geojson: collection(far, feature()) })).toEqual({
      imported: 2,
      problems: [],
    })
    const near = await listStations(ctx(), { near: { lon: 114.3055, lat: 30.5928 } })
    expect(near.map(({ id, distance_m }) => [id, distance_m])).toEqual([
      ['st-1', 0],
      ['st-far', 11_920],
    ])
    expect((await listStations(ctx(), { division_code: '420116' })).map(({ id }) => id)).toEqual([
      'st-far',
    ])
    expect(await listStations(ctx(), { service: 'toilet' })).toEqual([])
  })

  it('R-MAP-2, R-MAP-4: marks what nobody confirmed for 180 days, and examples as examples', async () => {
    const stations = await listStations(ctx(), {})
    expect(stations.map(({ id, needs_check, example }) => [id, needs_check, example])).toEqual([
      ['st-1', false, true],
      ['st-far', true, true],
    ])
  })

  it('stores WGS84 whatever was declared', async () => {
    const shifted = fromWgs84({ lon: 114.3, lat: 30.6 }, 'gcj02')
    await importStations(ctx(), {
      geojson: collection(feature({ id: 'st-gcj', ...shifted, source_crs: 'gcj02' })),
    })
    const [station] = await listStations(ctx(), { near: { lon: 114.3, lat: 30.6 }, limit: 1 })
    expect(station).toMatchObject({ id: 'st-gcj', distance_m: 0, source_crs: 'gcj02' })
  })

  it('R-MAP-4: the shipped example stations are valid and say that they are examples', () => {
    const { rows, problems } = readStations(examples)
    expect(problems).toEqual([])
    expect(
      rows.every(
        ({ example, name, source, phone }) =>
          example && name.startsWith('示例') && source === '示例数据' && phone === null,
      ),
    ).toBe(true)
  })
})
