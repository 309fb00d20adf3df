import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { findUnknownMigrations, migrate, readMigrations } from './migrate.ts'

describe('migrate', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await testDatabase()
  })
  afterAll(() => database.close())

  it('applies every file once and nothing the second time', async () => {
    const rows = await database.sql`select name from schema_migrations order by name`
    expect(rows.map((row) => row['name'])).toEqual(readMigrations().map((file) => file.name))
    expect(await migrate(database.sql)).toEqual([])
  })

  it('leaves nothing of a file that fails half way', async () => {
    const broken = [{ name: '9999_broken.sql', text: 'create table half (id int); select 1/0;' }]
    await expect(migrate(database.sql, broken)).rejects.toThrow(/division by zero/)
    const [row] = await database.sql`select to_regclass('half') as found`
    expect(row?.['found']).toBeNull()
  })

  it('leaves nothing of the files before one that fails', async () => {
    const files = [
      { name: '9998_whole.sql', text: 'create table whole (id int)' },
      { name: '9999_broken.sql', text: 'select 1/0' },
    ]
    await expect(migrate(database.sql, files)).rejects.toThrow(/division by zero/)
    const [row] = await database.sql`select to_regclass('whole') as found`
    expect(row?.['found']).toBeNull()
    expect(await findUnknownMigrations(database.sql)).toEqual([])
  })

  it('names migrations that a newer version applied', async () => {
    await database.sql`insert into schema_migrations (name) values ('9000_future.sql')`
    expect(await findUnknownMigrations(database.sql)).toEqual(['9000_future.sql'])
  })

  it('has pgvector with sparse vectors', async () => {
    const [row] =
      await database.sql`select '{1:2,3:4}/5'::sparsevec <#> '{1:1,3:1}/5'::sparsevec as score`
    expect(row?.['score']).toBe(-6)
  })
})
