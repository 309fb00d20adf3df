import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts } from '../testing/ports.ts'
import { fileTicket } from '../testing/tickets.ts'
import { grantAppRole } from './app-role.ts'
import type { Transaction } from './client.ts'
import { applyMigrations, readMigrations } from './migrate.ts'

const ROLE = `app_${process.pid}`

describe('the role the service runs under', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await testDatabase()
    await fileTicket(await testPorts(database.sql))
    await database.sql`create role ${database.sql(ROLE)}`
    await grantAppRole(database.sql, ROLE)
  })
  afterAll(async () => {
    await database.sql`drop owned by ${database.sql(ROLE)}`
    await database.sql`drop role ${database.sql(ROLE)}`
    await database.close()
  })

  const as = (work: (tx: Transaction) => Promise<unknown>): Promise<unknown> =>
    database.sql.begin(async (tx) => {
      await tx`set local role ${tx(ROLE)}`
      await work(tx)
    })

  it.each([
    ['update ticket_history set reason = reason'],
    ['delete from ticket_history'],
    ['truncate ticket_history'],
    ['update audit_log set action = action'],
    ['delete from audit_log'],
    ['delete from schema_migrations'],
    ['drop table ticket_history'],
    ['alter table ticket_history disable trigger ticket_history_append_only'],
  ])('R-OPS-2: has no right to: %s', async (statement) => {
    await expect(as((tx) => tx.unsafe(statement))).rejects.toThrow(
      /permission denied|must be owner/,
    )
  })

  it('starts on a database that is up to date', async () => {
    await as(async (tx) => expect(await applyMigrations(tx, readMigrations())).toEqual([]))
  })

  it('R-OPS-2: reads the chain, adds to it, and works on everything else', async () => {
    await as(async (tx) => {
      const rows = await tx`select * from ticket_history`
      expect(rows.length).toBeGreaterThan(0)
      await tx`insert into ticket_history select ticket_id, 999, at, actor, actor_role, action, from_status, to_status, reason, diff,
        previous_hash, hash || 'x' from ticket_history limit 1`
      await tx`update tickets set updated_at = updated_at`
      // Not past its term: the trigger refuses it for the owner as well.
      const [ticket] = await tx<{ id: string }[]>`select id from tickets limit 1`
      await tx
        .savepoint(async (inner) => {
          await expect(
            inner`select drop_expired_history(${ticket?.id ?? ''})`.then(() => 'dropped'),
          ).rejects.toThrow('append-only')
          throw new Error('undo')
        })
        .catch((error: unknown) => expect(String(error)).toContain('undo'))
    })
  })
})
