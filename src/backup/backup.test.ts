import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { migrate, readMigrations } from '../db/migrate.ts'
import { dropEverything } from './store.ts'
import { retrievePassages } from '../retrieval/index.ts'
import { createVault } from '../shared/vault.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'
import { fileTicket } from '../testing/tickets.ts'
import { verifyHistory } from '../tickets/index.ts'
import { LineHash } from './archive.ts'
import { createBackup, restoreBackup } from './index.ts'
import { dump, fill } from '../testing/backup.ts'

describe('backup and restore', () => {
  let folder: string
  let source: TestDatabase
  let target: TestDatabase
  let ports: TestPorts
  let path: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gw-backup-'))
    path = join(folder, 'all.gwb')
    source = await testDatabase()
    ports = await testPorts(source.sql)
    await fill(ports, folder)
    await createBackup(ports, { path })
  })
  afterAll(async () => {
    await source.close()
    rmSync(folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    target = await testDatabase()
  })
  afterEach(() => target.close())

  it('brings every row of every table back, with its history chains', async () => {
    const seen: string[] = []
    const there = await testPorts(target.sql)
    const report = await restoreBackup(there, { path, onTable: ({ table }) => seen.push(table) })
    expect(await dump(target)).toEqual(await dump(source))
    expect(report.tickets).toBe(2)
    expect(report.migrated).toEqual([])
    expect(seen).toContain('tickets')
    expect((await verifyHistory(there)).broken).toBeNull()
  })

  it('goes on working: search finds, new rows get new numbers, history stays append-only', async () => {
    const there = await testPorts(target.sql)
    await restoreBackup(there, { path })
    const found = await retrievePassages(there, { question: '示例楼栋的垃圾一天清运几次' })
    expect(found.passages[0]?.text).toContain('每日清运两次')
    await fill(there, folder)
    expect((await verifyHistory(there)).tickets).toBe(4)
    await expect(target.sql`delete from ticket_history`).rejects.toThrow('append-only')
  })

  it('refuses a database in use, and replaces it when told to', async () => {
    const there = await testPorts(target.sql)
    await fileTicket(there)
    const before = await dump(target)
    await expect(restoreBackup(there, { path })).rejects.toMatchObject({ problem: 'not_empty' })
    expect(await dump(target)).toEqual(before)
    await restoreBackup(there, { path, replace: true })
    expect(await dump(target)).toEqual(await dump(source))
  })

  const lines = () => gunzipSync(readFileSync(path)).toString('utf8').split('\n')
  const write = (changed: readonly string[]): string => {
    const other = join(folder, 'changed.gwb')
    writeFileSync(other, gzipSync(changed.join('\n')))
    return other
  }
  /** An archive that is whole by its own checksum. */
  const seal = (changed: readonly string[]): string => {
    const hash = new LineHash()
    const body = changed.slice(0, -2)
    for (const line of body) hash.add(line)
    const footer = { ...JSON.parse(changed.at(-2) ?? '{}'), sha256: hash.digest() }
    return write([...body, JSON.stringify(footer), ''])
  }
  const DAMAGES: readonly (readonly [string, string, () => string])[] = [
    [
      'cut off',
      'damaged',
      () => {
        const other = join(folder, 'cut.gwb')
        writeFileSync(other, readFileSync(path).subarray(0, 2000))
        return other
      },
    ],
    ['not a backup', 'damaged', () => join(folder, 'law.md')],
    ['another file in gzip', 'not_a_backup', () => write(['{"hello":1}', ''])],
    [
      'one character changed',
      'damaged',
      () => write(lines().map((line) => line.replace('垃圾', '拉圾'))),
    ],
    ['a row missing', 'damaged', () => write(lines().filter((_, at) => at !== 5))],
    ['the end missing', 'damaged', () => write([...lines().slice(0, -2), ''])],
    [
      'a newer format',
      'newer',
      () => write(lines().map((line) => line.replace('"version":1', '"version":2'))),
    ],
    [
      'newer code',
      'newer',
      () => {
        const [head = '', ...rest] = lines()
        return seal([head.replace('"migrations":[', '"migrations":["9999_future.sql",'), ...rest])
      },
    ],
  ]
  it.each(DAMAGES)(
    'refuses an archive that is %s and leaves the target untouched',
    async (_, problem, make) => {
      const there = await testPorts(target.sql)
      await fileTicket(there)
      const before = await dump(target)
      const other = make()
      await expect(restoreBackup(there, { path: other, replace: true })).rejects.toMatchObject({
        problem,
      })
      expect(await dump(target)).toEqual(before)
    },
  )

  it('asks for the key that sealed the personal fields', async () => {
    const vault = await createVault(['another key, long enough for anybody to use'])
    const there = { ...(await testPorts(target.sql)), vault }
    await expect(restoreBackup(there, { path })).rejects.toMatchObject({ problem: 'other_key' })
    await restoreBackup(there, { path, otherKey: true })
  })

  it('brings an archive of an earlier version onto the newest migration', async () => {
    const early = readMigrations().filter(({ name }) => name < '0071')
    await target.sql.begin((tx) => dropEverything(tx))
    await migrate(target.sql, early)
    await target.sql`
      insert into conversations (id, token_hash, created_at, last_active_at) values ('cnv_early', 'x', now(), now())`
    const older = join(folder, 'older.gwb')
    const there = await testPorts(target.sql)
    await createBackup(there, { path: older })
    const report = await restoreBackup(there, { path: older, replace: true })
    expect(report.migrated).toEqual(
      readMigrations()
        .map(({ name }) => name)
        .filter((name) => name >= '0071'),
    )
    const [row] = await target.sql`select id from conversations`
    expect(row?.['id']).toBe('cnv_early')
  })
})
