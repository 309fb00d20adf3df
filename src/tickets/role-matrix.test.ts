import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { STAFF_ROLES, type Actor } from '../shared/actor.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { testPorts, type TestPorts } from '../testing/ports.ts'
import {
  actorFor,
  LEAD_UNIT,
  MATRIX_ACTIONS,
  OWN_AREA,
  renderMatrix,
  verdictOf,
  type MatrixAction,
  type MatrixRow,
  type MatrixTicket,
  type Verdict,
} from '../testing/role-matrix.ts'
import { contextOf, fileTicket, hireHandler } from '../testing/tickets.ts'

const FILE = fileURLToPath(new URL('../../.docs/role-matrix.md', import.meta.url))

describe('role × action × area', () => {
  let database: TestDatabase
  let ports: TestPorts
  let ticket: MatrixTicket
  const rows: MatrixRow[] = []

  beforeAll(async () => {
    database = await testDatabase()
    ports = await testPorts(database.sql)
    await hireHandler(ports, { id: 'stf_x', name: '示例' })
    const place = { division_code: OWN_AREA }
    const { no } = await fileTicket(ports, place)
    const { no: parentNo } = await fileTicket(ports, place)
    ticket = { no, parentNo }
    for (const action of MATRIX_ACTIONS) {
      const cells: MatrixRow['cells'] = new Map()
      for (const role of STAFF_ROLES) {
        const own = await attempt(action, actorFor(role, 'own'))
        cells.set(role, { own, other: await attempt(action, actorFor(role, 'other')) })
      }
      rows.push({ action: action.name, cells })
    }
  }, 120_000)
  afterAll(() => database.close())

  /** The ticket as it stands before every attempt, whatever the one before did to it. */
  async function attempt(action: MatrixAction, actor: Actor): Promise<Verdict> {
    const asked = {
      days: 1,
      reason: 'x',
      requestedBy: 'stf_x',
      requestedAt: '2026-11-23T01:00:00.000Z',
      newDueAt: '2026-12-20T09:30:00.000Z',
    }
    const { sql } = database
    const extension = action.name.startsWith('decide') ? sql.json(asked) : null
    const closed = ['closed', 'rejected'].includes(action.from) ? ports.clock.now() : null
    await sql`update tickets set status = ${action.from}, version = 1, lead_unit = ${LEAD_UNIT}, level = 'street',
        returns = 0, extension = ${extension}, extended_at = null, paused_at = null, pauses = 0, paused_ms = 0,
        resolved_at = null, closed_at = ${closed}, reopen_count = 0, appeal_count = 0, parent_id = null,
        subject_unit = null, subject_staff_id = null
      where ticket_no = ${ticket.no}`
    return verdictOf(action.run(contextOf(ports, actor), ticket))
  }

  const cells = () =>
    rows.flatMap(({ action, cells: roles }) =>
      [...roles].map(([role, verdicts]) => ({ action, role, ...verdicts })),
    )

  it('R-ROLE-1: outside one’s own area nothing is open, and nothing tells that the ticket exists', () => {
    const leaks = cells().filter(
      ({ action, own, other }) =>
        !action.startsWith('figures') &&
        (other === '✔' || other === '?' || (other === '403' && own !== '403')),
    )
    expect(leaks).toEqual([])
  })

  it('R-ROLE: administrators and knowledge editors have no ticket content, auditors change nothing', () => {
    const open = cells().filter(({ own }) => own === '✔')
    const of = (role: string) =>
      open.filter((cell) => cell.role === role).map(({ action }) => action)
    for (const role of ['admin', 'kb_editor', 'kb_reviewer']) expect(of(role)).toEqual([])
    expect(of('auditor')).toEqual(['read 查看', 'duplicates 疑似重复', 'list 列表', 'figures 指标'])
    expect(of('partner')).not.toContain('read identity 查看诉求人')
  })

  it('R-LIFE-2: the model is refused every action', async () => {
    for (const action of MATRIX_ACTIONS) {
      expect(await attempt(action, { kind: 'model' }), action.name).toBe('403')
    }
  })

  it('R-ROLE: the table in .docs is what the verbs answer', () => {
    const table = renderMatrix(rows)
    if (process.env['WRITE_ROLE_MATRIX'] === '1') writeFileSync(FILE, table)
    expect(existsSync(FILE) ? readFileSync(FILE, 'utf8') : '').toBe(table)
  })
})
