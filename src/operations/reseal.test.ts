import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { runDueJobs } from '../jobs/index.ts'
import { createVault, vaultSecrets } from '../shared/vault.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { openResident } from '../testing/client.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'
import { contextOf, fileTicket, staffActor } from '../testing/tickets.ts'
import { readReporter } from '../tickets/index.ts'
import { signInSecret } from '../staff/sign-in-secret.ts'
import { resealSecrets } from './index.ts'
import { addWebhook } from './webhooks/index.ts'

const OLD = 'the key of last year: long enough for the vault'
const NEW = 'the key of this year: long enough for the vault'
const REPORTER = {
  name: '示例居民',
  phone: '000-0000-0000',
  contact_pref: 'phone',
  consent: true,
} as const

describe('a rotation of SECRET_KEY', () => {
  let database: TestDatabase
  let before: TestPorts
  let no: string
  let signInBefore: string
  beforeEach(async () => {
    database = await testDatabase()
    before = await testPorts(database.sql, { ports: { vault: await createVault([OLD]) } })
    no = (await fileTicket(before, { reporter: REPORTER })).no
    const resident = await openResident(createApp(), before)
    await resident.say('我叫张示例，我的电话是13800000000，加装电梯要多少业主同意')
    await addWebhook(
      { ...before, actor: { kind: 'system', job: 'test' } },
      {
        url: 'https://example.cn/hook',
        name: '示例',
        eventTypes: ['ticket.created'],
        allowPrivate: false,
      },
    )
    // Where notices of the ticket go, and one that waits to be sent.
    const to = await before.vault.encrypt('13700000009')
    await database.sql`insert into ticket_notice_contacts (id, ticket_id, channel, address_sealed, consent_at,
        consent_version, locale)
      select 'tnc_1', id, 'sms', ${to}, now(), 'notices-1', 'zh-CN' from tickets`
    await database.sql`insert into webhook_events (id, type, at, payload, to_sealed)
      values ('whv_1', 'resident.notice', now(), '{}', ${to})`
    signInBefore = await signInSecret(before)
    await before.settled()
  })
  afterEach(() => database.close())

  /** Every text of every table that begins like something sealed with the old key. */
  async function sealedWith(keyId: string): Promise<string[]> {
    const columns = await database.sql<{ table: string; column: string }[]>`
      select table_name as "table", column_name as "column" from information_schema.columns
      where table_schema = 'public' and data_type = 'text'`
    const found: string[] = []
    for (const { table, column } of columns) {
      const rows = await database.sql`
        select 1 from ${database.sql(table)} where starts_with(${database.sql(column)}, ${`v1.${keyId}.`}) limit 1`
      if (rows.length > 0) found.push(`${table}.${column}`)
    }
    return found.toSorted()
  }

  it('seals everything again while the service runs, and the old key may go', async () => {
    const rotating = await createVault(vaultSecrets(NEW, OLD))
    expect(await sealedWith(before.vault.keyId)).toEqual([
      'conversations.private',
      'sign_in_secret.secret_sealed',
      'ticket_notice_contacts.address_sealed',
      'tickets.reporter_sealed',
      'webhook_endpoints.secret_sealed',
      'webhook_events.to_sealed',
    ])
    const report = await resealSecrets({ ...before, vault: rotating })
    expect(report).toEqual({ resealed: 6, left: false })
    expect(await sealedWith(before.vault.keyId)).toEqual([])
    const after = { ...before, vault: await createVault([NEW]) }
    const reporter = await readReporter(contextOf(after, staffActor('city', '4201')), {
      ticketNo: no,
      purpose: '核对联系方式',
    })
    expect(JSON.stringify(reporter)).toContain('示例居民')
  })

  it('goes on recognising the same phone', async () => {
    const rotating = { ...before, vault: await createVault(vaultSecrets(NEW, OLD)) }
    await resealSecrets(rotating)
    await fileTicket(rotating, { reporter: REPORTER, title: '又一件' })
    const rows = await database.sql`select distinct reporter_digest from tickets`
    expect(rows).toHaveLength(1)
  })

  it('leaves a row alone that changed meanwhile', async () => {
    const rotating = await createVault(vaultSecrets(NEW, OLD))
    const changed = await rotating.encrypt(JSON.stringify({ ...REPORTER, name: '示例乙' }))
    let reads = 0
    const slow = {
      ...rotating,
      decrypt: async (sealed: string) => {
        const plain = await rotating.decrypt(sealed)
        // The resident corrects the name between the reading and the writing of the row.
        if (plain.includes(REPORTER.name)) {
          reads += 1
          await database.sql`update tickets set reporter_sealed = ${changed}`
        }
        return plain
      },
    }
    await resealSecrets({ ...before, vault: slow })
    expect(reads).toBe(1)
    const after = { ...before, vault: await createVault([NEW]) }
    const input = { ticketNo: no, purpose: '核对联系方式' }
    const city = contextOf(after, staffActor('city', '4201'))
    await expect(readReporter(city, input)).resolves.toMatchObject({ name: '示例乙' })
  })

  it('signs nobody out: the secret of sign-in stays when its seal changes', async () => {
    await resealSecrets({ ...before, vault: await createVault(vaultSecrets(NEW, OLD)) })
    expect(await signInSecret({ ...before, vault: await createVault([NEW]) })).toBe(signInBefore)
  })

  it('runs as a job, and does nothing without a former key', async () => {
    expect(await runDueJobs(before)).toContain('reseal')
    expect(await resealSecrets(before)).toEqual({ resealed: 0, left: false })
    expect(await sealedWith(before.vault.keyId)).toHaveLength(6)
  })
})
