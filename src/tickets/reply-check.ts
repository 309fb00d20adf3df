import { z } from 'zod'
import type { ServiceContext } from '../ports.ts'
import { NotFoundError } from '../shared/errors.ts'
import { requireTicketStaff, scopeOf } from './access.ts'
import { findScopedTicket } from './store.ts'

/** Words every letter and every reply has: sharing them says nothing. */
const COMMON = new Set(
  `进行 工作 市民 居民 群众 问题 情况 小区 相关 部门 有关 单位 我们 你们 他们 您好 你好 感谢 谢谢 支持 关注 关心 监督 理解 反映 回复
  如下 答复 处理 解决 要求 根据 按照 由于 目前 现在 已经 没有 可以 可能 需要 建议 希望 政府 领导 人员 时间 以及 通过 对于 关于 因此 如果
  为了 不是 就是 都是 还是 一个 这个 那个 什么 怎么 如何 是否 能否 请问 咨询 投诉 举报 尽快 及时 加强 管理 规定 公司 项目 建设 地方 街道
  社区 生活 影响 严重 我市 我区 本市 国家 社会 经济 发展 服务 个月 多年 不能 无法 导致 造成 存在 其他 或者 同时 但是 而且 以后 之后
  之前 现场 实际 办理 联系 电话 提供 信息 城市 留言 收悉 现将 诉求 转交 核实 高度 重视`.split(
    /\s+/,
  ),
)
/** Letters of courtesy around the reply: what is left must say something. */
const COURTESY =
  /网友[：:，,]?|[“"][^”"]{1,20}[”"]|您的?(?:留言|来信|诉求)?已?收悉|现将?(?:有关)?(?:情况|问题)?(?:回复|答复)如下|感谢您?[^。！!]{0,30}(?:支持|关注|监督|理解)|\d{4}年\d{1,2}月\d{1,2}日|[\s\p{P}]/gu
const SHORTEST = 12
const FEW_TRIPLES = 1

export type ReplyWarning = 'says_nothing' | 'off_topic'

function pieces(text: string, length: 2 | 3): Set<string> {
  const found = new Set<string>()
  for (const run of text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{Script=Han}a-z0-9]+/u)) {
    for (let at = 0; at + length <= run.length; at += 1) {
      const piece = run.slice(at, at + length)
      const plain = COMMON.has(piece.slice(0, 2)) && COMMON.has(piece.slice(-2))
      if (!plain) found.add(piece)
    }
  }
  return found
}

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return [...a].filter((piece) => b.has(piece)).length
}

/**
 * 答非所问: nothing of the title's own words and next to nothing of the letter's turns up in the reply. A warning beside
 * the reply and never a bar: a good answer may use other words.
 */
export function checkReply(
  demand: { title: string; description: string },
  reply: string,
): ReplyWarning[] {
  if (reply.normalize('NFKC').replaceAll(COURTESY, '').length < SHORTEST) return ['says_nothing']
  const titlePairs = shared(pieces(demand.title, 2), pieces(reply, 2))
  const letter = `${demand.title}。${demand.description}`
  const triples = shared(pieces(letter, 3), pieces(reply, 3))
  return titlePairs === 0 && triples <= FEW_TRIPLES ? ['off_topic'] : []
}

export const CheckReplyInput = z.object({ public_reply: z.string().max(4000) })

/** For the form, before the reply goes out. */
export async function checkTicketReply(
  ctx: Pick<ServiceContext, 'sql' | 'actor'>,
  input: { ticketNo: string; reply: string },
): Promise<{ warnings: ReplyWarning[] }> {
  const scope = scopeOf(requireTicketStaff(ctx.actor))
  const ticket = await findScopedTicket(ctx.sql, { ticketNo: input.ticketNo, scope })
  if (ticket === undefined) throw new NotFoundError('ticket', input.ticketNo)
  return { warnings: checkReply(ticket, input.reply) }
}
