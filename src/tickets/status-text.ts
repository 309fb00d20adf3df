import type { TicketStatus } from '../protocol/tickets.ts'

/** Plain words of R-LIFE, for residents and timelines. */
const TEXT: Record<TicketStatus, string> = {
  draft: '草稿，尚未提交',
  pending_review: '已提交，待受理',
  accepted: '已受理',
  dispatched: '已派单，待签收',
  processing: '办理中',
  pending_info: '需要您补充情况',
  returned: '承办单位有异议，重新派单中',
  resolved: '已答复，请您评价',
  closed: '已办结',
  rejected: '不予受理',
  merged: '已并入同一事项办理',
  referred: '已转其他渠道',
  withdrawn: '您已撤回',
}

export function statusText(status: TicketStatus): string {
  return TEXT[status]
}
