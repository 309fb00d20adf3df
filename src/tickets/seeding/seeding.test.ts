import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { fileByChat } from '../../testing/desk.ts'
import { testPorts, type TestPorts } from '../../testing/ports.ts'
import { codeOf, contextOf, staffActor } from '../../testing/tickets.ts'
import { decideReview, getTicket, readSeeding, setSeeding, viewForReview } from '../index.ts'
import { categoryGroup, listCategories } from '../catalogue.ts'
import { isSeeded, wrongCategory } from './wrong-category.ts'

const worker = staffActor('community', '420106', 'own-unit')

describe('suggestions that are wrong on purpose', () => {
  let database: TestDatabase
  let ports: TestPorts
  const admin = () => contextOf(ports, staffActor('admin', ''))
  const review = () => contextOf(ports, worker)
  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
  })
  afterAll(() => database.close())

  let building = 0
  /** Each at a place of its own, or it would be the same matter again. */
  async function file(urgency: 'normal' | 'urgent' = 'normal'): Promise<string> {
    building += 1
    const { no } = await fileByChat(ports, {
      words: `武昌区紫阳路示例小区${building}栋路灯坏了三天没人修`,
      edit: { division_code: '420106', urgency },
    })
    return no
  }
  /** Files until one is picked, as one in ten is. */
  async function fileSeeded(): Promise<string> {
    for (let tries = 0; tries < 60; tries += 1) {
      const no = await file()
      if (isSeeded(no, 10)) return no
    }
    throw new Error('none was picked')
  }
  const stored = async (no: string) => (await getTicket(review(), no)).category_code

  it('a share is a share, the same for every process, and the wrong one is of another group', () => {
    const numbers = Array.from(
      { length: 4000 },
      (_, at) => `WH-20261123-${String(at).padStart(6, '0')}`,
    )
    const picked = numbers.filter((no) => isSeeded(no, 5))
    expect(picked.length / numbers.length).toBeGreaterThan(0.035)
    expect(picked.length / numbers.length).toBeLessThan(0.065)
    expect(numbers.filter((no) => isSeeded(no, 0))).toEqual([])
    const lamp = listCategories().find(({ code }) => code === 'E01037')
    for (const no of picked) {
      const wrong = wrongCategory(no, ['E01037'])
      expect(wrong && categoryGroup(wrong)).not.toBe(lamp && categoryGroup(lamp))
    }
  })

  it(
    'off as shipped; only an administrator turns it on, and the log knows',
    { timeout: 120_000 },
    async () => {
      const no = await fileSeeded()
      expect((await viewForReview(review(), no)).category_code).toBe(await stored(no))
      expect(await codeOf(setSeeding(review(), { percent: 5 }))).toBe('FORBIDDEN:forbidden')
      expect((await setSeeding(admin(), { percent: 10 })).percent).toBe(10)
      const [entry] = await database.sql<{ action: string }[]>`select action from audit_log
      order by seq desc limit 1`
      expect(entry?.action).toBe('review.seeding')
    },
  )

  it(
    'who accepts it unread is told, nothing is accepted, and the real suggestion is shown',
    { timeout: 120_000 },
    async () => {
      const no = await fileSeeded()
      const real = await stored(no)
      const seen = await viewForReview(review(), no)
      expect(seen.category_code).not.toBe(real)
      expect(await stored(no)).toBe(real)
      // The second person at the same ticket sees it as it is.
      const other = contextOf(ports, staffActor('community', '420106', 'other-unit'))
      expect((await viewForReview(other, no)).category_code).toBe(real)
      const accept = { to: 'accepted' as const, version: seen.version }
      expect(await codeOf(decideReview(review(), no, accept))).toBe('CONFLICT:seeded_draft')
      const again = await viewForReview(review(), no)
      expect([again.status, again.category_code]).toEqual(['pending_review', real])
      await decideReview(review(), no, accept)
      const done = await getTicket(review(), no)
      expect([done.status, done.category_code]).toEqual(['accepted', real])
      expect(await readSeeding(admin())).toMatchObject({ judged: 1, accepted: 1, share: 1 })
    },
  )

  it(
    'who puts it right goes on undisturbed; a rejected ticket judges nobody',
    { timeout: 180_000 },
    async () => {
      const no = await fileSeeded()
      const real = await stored(no)
      const { version } = await viewForReview(review(), no)
      await decideReview(review(), no, { to: 'accepted', version, category_code: real ?? '' })
      expect(await stored(no)).toBe(real)
      const rejected = await fileSeeded()
      const view = await viewForReview(review(), rejected)
      await decideReview(review(), rejected, {
        to: 'rejected',
        version: view.version,
        reason: '不属于本片区',
      })
      expect(await readSeeding(admin())).toMatchObject({
        shown: 3,
        judged: 2,
        accepted: 1,
        share: 0.5,
        small_sample: true,
      })
    },
  )

  it('what is urgent is never tried out on', { timeout: 120_000 }, async () => {
    for (let tries = 0; tries < 60; tries += 1) {
      const no = await file('urgent')
      if (!isSeeded(no, 10)) continue
      expect((await viewForReview(review(), no)).category_code).toBe(await stored(no))
      return
    }
    throw new Error('none was picked')
  })
})
