import type { ServiceContext } from '../ports.ts'
import { STAFF_ROLES, type Actor, type StaffRole } from '../shared/actor.ts'
import {
  addNote,
  assignTicket,
  decideExtension,
  escalateTicket,
  getTicket,
  listTickets,
  ListTicketsInput,
  markSubject,
  measurePeriod,
  readReporter,
  registerTicket,
  remindTicket,
  requestExtension,
  suggestMerges,
  superviseTicket,
  transitionTicket,
  type TransitionInput,
} from '../tickets/index.ts'
import { TRANSITIONS } from '../tickets/lifecycle.ts'
import { codeOf } from './tickets.ts'

export const OWN_AREA = '420106004001'
export const OTHER_AREA = '420111003001'
export const LEAD_UNIT = 'own-unit'

export type MatrixTicket = { no: string; parentNo: string }
export type MatrixAction = {
  name: string
  /** State the ticket is put into first. */
  from: string
  run(ctx: ServiceContext, ticket: MatrixTicket): Promise<unknown>
}

/** Somebody who works where the ticket is, or leads it, and somebody of the same role who does not. */
export function actorFor(role: StaffRole, place: 'own' | 'other'): Actor {
  const byUnit = role === 'department' || role === 'partner'
  const area = place === 'own' ? OWN_AREA : OTHER_AREA
  const digits = { city: 4, district: 6, supervisor: 6, auditor: 6, street: 9 } as const
  const length = role in digits ? digits[role as keyof typeof digits] : 12
  // Another city's code: within one city a city operator works everywhere.
  const prefix = role === 'city' && place === 'other' ? '4202' : area.slice(0, length)
  const unit = place === 'own' ? LEAD_UNIT : 'other-unit'
  return {
    kind: 'staff',
    id: `stf_${role}_${place}`,
    name: '示例',
    roles: [role],
    areaPrefixes: byUnit ? [] : [prefix],
    gridIds: [],
    unitId: byUnit ? unit : `desk-${place}`,
    unitName: '示例单位',
  }
}

const FIELDS = {
  version: 1,
  reason: '示例理由',
  lead_unit: LEAD_UNIT,
  lead_unit_name: '示例单位',
  level: 'street',
  category_code: 'E01037',
  suggested_unit: '示例单位',
  decision: '示例意见',
  question: '示例问题？',
  outcome: 'explained',
  public_reply: '示例答复',
  channel: '示例渠道',
} as const

const transitions: MatrixAction[] = TRANSITIONS.filter(({ from }) => from !== 'draft').map(
  ({ from, to }) => ({
    name: `${from} → ${to}`,
    from,
    run: (ctx, { no, parentNo }) => {
      const input: TransitionInput = { ...FIELDS, to, parent_no: parentNo }
      return transitionTicket(ctx, no, input)
    },
  }),
)

const event = (ticketNo: string) => ({ ticketNo, version: 1, reason: '示例理由' })
const events: MatrixAction[] = [
  {
    name: 'escalate 升级',
    from: 'processing',
    run: (ctx, { no }) => escalateTicket(ctx, event(no)),
  },
  {
    name: 'supervise 督办',
    from: 'processing',
    run: (ctx, { no }) => superviseTicket(ctx, event(no)),
  },
  { name: 'remind 催办', from: 'processing', run: (ctx, { no }) => remindTicket(ctx, event(no)) },
  {
    name: 'assign 转办',
    from: 'processing',
    run: (ctx, { no }) => assignTicket(ctx, { ...event(no), assigneeId: 'stf_x' }),
  },
  {
    name: 'mark subject 回避',
    from: 'pending_review',
    run: (ctx, { no }) => markSubject(ctx, { ...event(no), unitId: 'x-unit', staffId: null }),
  },
  {
    name: 'request extension 申请延期',
    from: 'processing',
    run: (ctx, { no }) => requestExtension(ctx, { ...event(no), days: 1 }),
  },
  {
    name: 'decide extension 批准延期',
    from: 'processing',
    run: (ctx, { no }) => decideExtension(ctx, { ...event(no), approve: true }),
  },
]

const reads: MatrixAction[] = [
  { name: 'read 查看', from: 'processing', run: (ctx, { no }) => getTicket(ctx, no) },
  {
    name: 'read identity 查看诉求人',
    from: 'processing',
    run: (ctx, { no }) => readReporter(ctx, { ticketNo: no, purpose: '示例回访' }),
  },
  {
    name: 'note 备注',
    from: 'processing',
    run: (ctx, { no }) => addNote(ctx, { ticketNo: no, text: '示例备注' }),
  },
  { name: 'duplicates 疑似重复', from: 'processing', run: (ctx, { no }) => suggestMerges(ctx, no) },
  {
    name: 'list 列表',
    from: 'processing',
    run: async (ctx, { no }) => {
      const { tickets } = await listTickets(ctx, ListTicketsInput.parse({ text: no }))
      if (tickets.length === 0) return getTicket(ctx, no)
      return tickets
    },
  },
  {
    name: 'figures 指标',
    from: 'processing',
    run: (ctx) => measurePeriod(ctx, { from: '2026-11-01', to: '2026-12-31' }),
  },
  {
    name: 'register 代录',
    from: 'processing',
    run: (ctx) =>
      registerTicket(ctx, {
        channel: 'patrol',
        title: '示例',
        description: '示例',
        appeal_type: 'help',
        address: '示例路1号',
        division_code: OWN_AREA,
      }),
  },
]

export const MATRIX_ACTIONS: readonly MatrixAction[] = [...transitions, ...events, ...reads]

export type Verdict = '✔' | '400' | '403' | '404' | '?'

/** Let in counts as let in also where a later rule about the content says no. */
export async function verdictOf(work: Promise<unknown>): Promise<Verdict> {
  const code = await codeOf(work)
  if (code === 'ok' || code.startsWith('PRECONDITION_FAILED')) return '✔'
  if (code.startsWith('FORBIDDEN')) return '403'
  if (code.startsWith('NOT_FOUND')) return '404'
  return code.startsWith('VALIDATION') ? '400' : '?'
}

export type MatrixRow = { action: string; cells: Map<StaffRole, { own: Verdict; other: Verdict }> }

export function renderMatrix(rows: readonly MatrixRow[]): string {
  const head = `| action | ${STAFF_ROLES.join(' | ')} |`
  const line = `| --- |${' --- |'.repeat(STAFF_ROLES.length)}`
  const body = rows.map(({ action, cells }) => {
    const shown = STAFF_ROLES.map((role) => {
      const cell = cells.get(role)
      return cell === undefined
        ? ''
        : cell.own === cell.other
          ? cell.own
          : `${cell.own} / ${cell.other}`
    })
    return `| ${action} | ${shown.join(' | ')} |`
  })
  return `# Roles and tickets

Generated by \`npm run build:roles\` from what the verbs answer; the test fails when this page and the code differ.
Each cell: own area (departments and partners: own unit leads) / another area (another unit). ✔ let in, 403 refused,
404 as if the ticket did not exist, 400 outside one's own area. One role and one unit a person; rights of several add up.
The model has no right to any of these rows, residents act by number and query code only.

${[head, line, ...body].join('\n')}
`
}
