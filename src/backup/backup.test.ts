import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { insertLiveEvent, lastLiveEventId } from '../conversations/event-store.ts'
import { migrate, readMigrations } from '../db/migrate.ts'
import { dropEverything } from './store.ts'
import { retrievePassages } from '../retrieval/index.ts'
import { createVault } from '../shared/vault.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'
import { fileTicket } from '../testing/tickets.ts'
import { verifyHistory } from '../tickets/index.ts'
import { LineHash, type Footer } from './archive.ts'
import { checkArchive, createBackup, restoreBackup } from './index.ts'
import { dump, fill } from '../testing/backup.ts'

const TYPING = {
  type: 'conversation.typing',
  by: 'staff',
  at: '2026-11-23T09:00:00+08:00',
} as const

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
    // One ticket after the other, so that it is plain which chain is walked last.
    await source.sql`update tickets set created_at = created_at + interval '1 minute'
      where ticket_no = (select max(ticket_no) from tickets)`
    for (const at of [1, 2]) await insertLiveEvent(source.sql, `example ${at}`, TYPING.type, TYPING)
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
    const onTable = ({ table }: { table: string }) => seen.push(table)
    await expect(restoreBackup(there, { path, onTable })).resolves.toMatchObject({
      tickets: 2,
      migrated: [],
    })
    expect(await dump(target)).toEqual(await dump(source))
    expect(seen).toContain('tickets')
    expect((await verifyHistory(there)).broken).toBeNull()
  })

  it('goes on working: search finds, new rows get new numbers, history stays append-only', async () => {
    const there = await testPorts(target.sql)
    await restoreBackup(there, { path })
    const found = await retrievePassages(there, { question: '示例楼栋的垃圾一天清运几次' })
    expect(found.passages[0]?.text).toContain('每日清运两次')
    const next = insertLiveEvent(target.sql, 'example', TYPING.type, TYPING)
    await expect(next).resolves.toBeUndefined()
    expect(await lastLiveEventId(target.sql, 'example')).toBe('3')
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
  const seal = (
    changed: readonly string[],
    end: (footer: Footer) => Partial<Footer> = () => ({}),
  ): string => {
    const hash = new LineHash()
    const body = changed.slice(0, -2)
    for (const line of body) hash.add(line)
    const footer = JSON.parse(changed.at(-2) ?? '{}') as Footer
    const sealed = { ...footer, ...end(footer), sha256: hash.digest() }
    return write([...body, JSON.stringify(sealed), ''])
  }
  /** Where the first row of a table stands. */
  const rowOf = (table: string): number =>
    lines().findIndex((line) => line.startsWith(`{"table":"${table}"`)) + 1
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
      'a row missing, sealed anew',
      'damaged',
      () => seal(lines().filter((_, at) => at !== rowOf('tickets'))),
    ],
    [
      'a newer format',
      'newer',
      () => write(lines().map((line) => line.replace('"version":1', '"version":2'))),
    ],
  ]
  it.each(DAMAGES)(
    'finds an archive that is %s before anything is written',
    async (_, problem, make) => {
      await expect(checkArchive(make())).rejects.toMatchObject({ problem })
    },
  )

  /** Whole and in order: only this database, or the rows once they are in it, say what is wrong. */
  const FORGERIES: typeof DAMAGES = [
    [
      'newer code',
      'newer',
      () => {
        const [head = '', ...rest] = lines()
        return seal([head.replace('"migrations":[', '"migrations":["9999_future.sql",'), ...rest])
      },
    ],
    [
      'a chain that ends elsewhere, sealed anew',
      'damaged',
      () =>
        seal(lines(), ({ chains }) => ({ chains: { ...chains, digest: 'of another history' } })),
    ],
    [
      'a history rewritten, sealed anew',
      'damaged',
      () => {
        // The very last link: nothing behind it is counted either.
        const at = rowOf('ticket_marks') - 2
        return seal(lines().map((line, n) => (n === at ? line.replace('staff:', 'stuff:') : line)))
      },
    ],
  ]
  it.each([...DAMAGES, ...FORGERIES])(
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

  it('tells its progress, and keeps the file to its owner', async () => {
    const seen: string[] = []
    const other = join(folder, 'told.gwb')
    await createBackup(ports, {
      path: other,
      onTable: ({ table, rows }) => seen.push(`${table} ${rows}`),
    })
    expect(seen).toContain('tickets 2')
    expect(statSync(other).mode & 0o777).toBe(0o600)
  })

  it('a backup that breaks off leaves the earlier one as it was', async () => {
    const other = join(folder, 'again.gwb')
    await createBackup(ports, { path: other })
    const before = readFileSync(other)
    const onTable = (): void => {
      throw new Error('the disk is full')
    }
    await expect(createBackup(ports, { path: other, onTable })).rejects.toThrow('the disk is full')
    expect(readFileSync(other).equals(before)).toBe(true)
  })

  it('a table of many pages comes back whole', async () => {
    const there = await testPorts(target.sql)
    // Some three megabytes, over several statements of a restore as well.
    await target.sql`insert into settings (key, value, updated_at, updated_by)
      select 'example_' || n, to_jsonb((select string_agg(md5((n * 100 + m)::text), '') from generate_series(1, 45) m)),
        now(), 'system:test' from generate_series(1, 2200) n`
    const large = join(folder, 'large.gwb')
    const before = await dump(target)
    await createBackup(there, { path: large })
    await restoreBackup(there, { path: large, replace: true })
    expect((await dump(target))['settings']?.length).toBe(before['settings']?.length)
    expect(await dump(target)).toEqual(before)
  })

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
