import type { z } from 'zod'
import type { DemoPorts } from './demo-clock.ts'
import type { Actor } from '../../shared/actor.ts'
import type { TicketStatus } from '../../protocol/tickets.ts'
import { actOnTicket, transitionTicket, TransitionInput } from '../../tickets/index.ts'
import type { Filed } from './residents.ts'

const DESK: Actor = {
  kind: 'staff',
  id: 'stf_demo_desk',
  name: '示例调度员',
  roles: ['city'],
  areaPrefixes: ['4201'],
  gridIds: [],
  unitId: 'demo-urban',
  unitName: '示例城管所',
}

type Step =
  | Omit<z.input<typeof TransitionInput>, 'version'>
  | { resident: 'withdraw' }
  | { resident: 'rate' }

const TAKEN: Step = { to: 'accepted' }
const SENT: Step = {
  to: 'dispatched',
  lead_unit: 'demo-urban',
  lead_unit_name: '示例城管所',
  level: 'street',
}
const SIGNED: Step = { to: 'processing' }
const ANSWERED: Step = {
  to: 'resolved',
  outcome: 'done',
  public_reply: '示例答复：现场已经处理完毕，请您查看，有问题可以继续反馈。',
}

/** The shortest honest way into each state; `merged` needs the number of the ticket it joins. */
const WAYS: Readonly<Record<TicketStatus, readonly Step[]>> = {
  draft: [],
  pending_review: [],
  accepted: [TAKEN],
  dispatched: [TAKEN, SENT],
  processing: [TAKEN, SENT, SIGNED],
  pending_info: [
    TAKEN,
    SENT,
    SIGNED,
    { to: 'pending_info', question: '示例提问：请问是哪一件器材？方便的话请补一张照片。' },
  ],
  returned: [
    TAKEN,
    SENT,
    {
      to: 'returned',
      reason: '示例理由：该路段由市政设施所养护。',
      suggested_unit: '示例市政设施所',
    },
  ],
  resolved: [TAKEN, SENT, SIGNED, ANSWERED],
  closed: [TAKEN, SENT, SIGNED, ANSWERED, { resident: 'rate' }],
  rejected: [
    {
      to: 'rejected',
      reason: '示例理由：合同纠纷不由网格裁决，可以申请人民调解或者向法院起诉。',
      channel: '人民调解或法院',
    },
  ],
  merged: [{ to: 'merged', reason: '示例：同一盏路灯' }],
  referred: [{ to: 'referred', reason: '示例：供用电合同事项', channel: '供电企业客服' }],
  withdrawn: [{ resident: 'withdraw' }],
}

export async function playLifecycle(
  ports: DemoPorts,
  filed: Filed,
  input: { end: TicketStatus; parent: string | undefined },
): Promise<void> {
  let version = 1
  for (const step of WAYS[input.end]) {
    ports.clock.advance(25 * 60_000)
    if ('resident' in step) {
      const resident = {
        ...ports,
        actor: { kind: 'resident', ticketNo: filed.no } as const,
        requestId: 'demo',
      }
      await actOnTicket(resident, {
        ticketNo: filed.no,
        queryCode: filed.code,
        action:
          step.resident === 'withdraw'
            ? { action: 'withdraw', reason: '示例：已经自己搬走了' }
            : { action: 'rate', verdict: 'yes', satisfaction: 'satisfied', comment: '示例评价' },
      })
      continue
    }
    const move = step.to === 'merged' ? { ...step, parent_no: input.parent ?? null } : step
    const ticket = await transitionTicket({ ...ports, actor: DESK }, filed.no, {
      ...move,
      version,
    })
    version = ticket.version
  }
}
