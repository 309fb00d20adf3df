import { createContext } from 'preact'

/** What a resident can type an address for; a mini-program knows its user and asks by itself. */
const TYPED = ['sms', 'email'] as const
export type TypedChannel = (typeof TYPED)[number]

export function typedChannels(offered: readonly string[]): TypedChannel[] {
  return TYPED.filter((channel) => offered.includes(channel))
}

/** How the operator lets residents be told outside the page: by nothing, unless it was switched on. */
export const NoticeChannels = createContext<readonly TypedChannel[]>([])
