import routes from '../../../knowledge/tables/routes.json' with { type: 'json' }
import type { Understanding } from './schema.ts'

export type RouteReply = {
  text: string
  lines: string[]
  /** Ways on, offered as chips. */
  offers: ('ticket' | 'handover' | 'continue')[]
  /** The rules are looked up besides the fixed words (conditions, general law), so the answer steps still run. */
  lookUp: boolean
}

type RouteKey = keyof typeof routes.replies
type ChannelKey = keyof typeof routes.legal_channels

function fill(line: string, detail: string | null): string {
  return line.replaceAll('{detail}', detail ?? '')
}

function isSad({ emotion, standaloneQuestion }: Understanding): boolean {
  return emotion === 'distressed' || WANTS_COMPANY.test(standaloneQuestion)
}

function isChannel(name: string | null): name is ChannelKey {
  return name !== null && Object.hasOwn(routes.legal_channels, name)
}

/** Company, affection or a heavy heart is looked for: there the line for those who want to talk is offered (R-LBL-6). */
const WANTS_COMPANY =
  /陪|孤单|寂寞|孤独|没人(?:理|说|聊)|(?:说说|聊聊|谈)|聊天|朋友|伴|难过|难受|心里|伤心|爱|喜欢|抱|想你/u

/** The fixed, reviewed reply of a row of the routing table (R-EMG, second table; R-LBL-6). */
export function routeReply(understanding: Understanding): RouteReply | undefined {
  const key: RouteKey | null = understanding.decline
  if (key === null) return undefined
  const reply = routes.replies[key]
  const detail = understanding.declineDetail
  const channel = key === 'legal_channel' && isChannel(detail) ? routes.legal_channels[detail] : []
  const sad = key === 'persona' && isSad(understanding) ? [routes.persona_sad_line] : []
  const lines = [...reply.lines.map((line) => fill(line, detail)), ...channel, ...sad]
  return {
    text: lines.join(''),
    lines,
    offers: reply.offers.filter(
      (offer) => offer === 'ticket' || offer === 'handover' || offer === 'continue',
    ),
    lookUp: reply.look_up,
  }
}
