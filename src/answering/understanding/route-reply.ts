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

function isChannel(name: string | null): name is ChannelKey {
  return name !== null && Object.hasOwn(routes.legal_channels, name)
}

/** The fixed, reviewed reply of a row of the routing table (R-EMG, second table; R-LBL-6). */
export function routeReply(understanding: Understanding): RouteReply | undefined {
  const key: RouteKey | null = understanding.decline
  if (key === null) return undefined
  const reply = routes.replies[key]
  const detail = understanding.declineDetail
  const channel = key === 'legal_channel' && isChannel(detail) ? routes.legal_channels[detail] : []
  const lines = [...reply.lines.map((line) => fill(line, detail)), ...channel]
  return {
    text: lines.join(''),
    lines,
    offers: reply.offers.filter(
      (offer) => offer === 'ticket' || offer === 'handover' || offer === 'continue',
    ),
    lookUp: reply.look_up,
  }
}
